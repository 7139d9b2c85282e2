package io.hft.engine.storage;

/** Data on disk cannot be read, trusted or written; the message names the place for an operator. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(final String message) {
        super(message);
    }

    public StorageException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
