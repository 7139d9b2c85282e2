package io.hft.tui.screen;

/** The full screen has ended by something that nobody expected; the cause says by what. */
public final class ScreenFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScreenFailed(RuntimeException cause) {
        super("the full screen failed: " + cause, cause);
    }
}
