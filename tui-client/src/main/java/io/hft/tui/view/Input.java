package io.hft.tui.view;

/** What a person does at the terminal. */
public sealed interface Input {
    /** A key. {@link Code#CHARACTER} has the character. */
    record Key(Code code, char character, boolean control) implements Input {
        public static Key of(char character) {
            return new Key(Code.CHARACTER, character, false);
        }

        public static Key of(Code code) {
            return new Key(code, '\0', false);
        }

        public boolean is(char wanted) {
            return code == Code.CHARACTER && !control && character == wanted;
        }

        public boolean isControl(char wanted) {
            return code == Code.CHARACTER && control && character == wanted;
        }

        public boolean is(Code wanted) {
            return code == wanted;
        }
    }

    /** Keys that are no characters. */
    enum Code {
        CHARACTER,
        ENTER,
        ESCAPE,
        TAB,
        BACKSPACE,
        DELETE,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        HOME,
        END,
        PAGE_UP,
        PAGE_DOWN,
        OTHER
    }

    /** The mouse was pressed. */
    record Click(int column, int row) implements Input {}

    /** The wheel was turned: so many lines, down if positive. */
    record Scroll(int column, int row, int lines) implements Input {}

    /** The terminal is gone. */
    record Gone() implements Input {}
}
