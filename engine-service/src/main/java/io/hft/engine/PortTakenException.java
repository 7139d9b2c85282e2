package io.hft.engine;

/** Somebody else listens where the engine is to listen. */
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(final String bind, final int port, final String variable, final Throwable cause) {
        super(
                "port " + port + " on " + bind + " is taken; stop what listens there or set " + variable
                        + " to a free one",
                cause);
    }
}
