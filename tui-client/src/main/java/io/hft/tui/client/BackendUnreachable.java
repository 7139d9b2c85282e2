package io.hft.tui.client;

import java.net.URI;

/** There is no answer, and nothing has happened: the request never arrived, or it only asked. */
public final class BackendUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackendUnreachable(URI url, Throwable cause) {
        super(url + " does not answer (" + reason(cause) + ")", cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
