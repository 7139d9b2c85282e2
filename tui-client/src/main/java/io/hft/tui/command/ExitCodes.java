package io.hft.tui.command;

/** What {@code hft} ends with. Documented in {@code docs/terminal.md}; numbers do not change. */
public final class ExitCodes {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int REFUSED = 3;
    public static final int NOT_ALLOWED = 4;
    public static final int NOT_FOUND = 5;
    public static final int UNREACHABLE = 6;
    public static final int UNKNOWN = 7;

    private ExitCodes() {}

    static String[] descriptions() {
        return new String[] {
            " 0:Done.",
            " 1:Something unexpected went wrong.",
            " 2:The command line is wrong.",
            " 3:Refused, by the backend or the engine; nothing has changed.",
            " 4:Not allowed: log in, or ask somebody who may.",
            " 5:There is no such thing.",
            " 6:The backend does not answer; nothing has changed.",
            " 7:The outcome is not known: repeat with the key that is printed."
        };
    }
}
