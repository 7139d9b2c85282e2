package io.hft.tui.model;

import java.util.List;

/** The line at the bottom: a command, a filter, or a question that waits for an answer. */
public final class PromptModel {
    /** What the line is for. */
    public enum Kind {
        NONE,
        COMMAND,
        FILTER,
        /** Answered by y; anything else is no. */
        QUESTION
    }

    private Kind kind = Kind.NONE;
    private final StringBuilder text = new StringBuilder();
    private int cursor;
    private String question = "";
    private Runnable ifYes = () -> {};
    private List<String> candidates = List.of();

    public void open(Kind what, String begin) {
        kind = what;
        put(begin);
    }

    public void ask(String what, Runnable then) {
        kind = Kind.QUESTION;
        question = what;
        ifYes = then;
    }

    public void close() {
        kind = Kind.NONE;
        candidates = List.of();
        ifYes = () -> {};
    }

    public Kind kind() {
        return kind;
    }

    public String text() {
        return text.toString();
    }

    public int cursor() {
        return cursor;
    }

    public String question() {
        return question;
    }

    public void answerYes() {
        Runnable then = ifYes;
        close();
        then.run();
    }

    /** What could stand here, to be shown above the line. */
    public List<String> candidates() {
        return candidates;
    }

    public void candidates(List<String> some) {
        candidates = List.copyOf(some);
    }

    public void put(String whole) {
        text.setLength(0);
        text.append(whole);
        cursor = text.length();
        candidates = List.of();
    }

    public void type(char character) {
        text.insert(cursor++, character);
        candidates = List.of();
    }

    public void erase() {
        if (cursor > 0) {
            text.deleteCharAt(--cursor);
            candidates = List.of();
        }
    }

    public void eraseWord() {
        while (cursor > 0 && text.charAt(cursor - 1) == ' ') {
            erase();
        }
        while (cursor > 0 && text.charAt(cursor - 1) != ' ') {
            erase();
        }
    }

    public void move(int places) {
        cursor = Math.clamp(cursor + (long) places, 0, text.length());
    }

    public void moveToEnd(boolean end) {
        cursor = end ? text.length() : 0;
    }
}
