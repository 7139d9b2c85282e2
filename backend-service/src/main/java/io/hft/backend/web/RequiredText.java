package io.hft.backend.web;

import org.jspecify.annotations.Nullable;

/** A text that a request must have. */
public final class RequiredText {
    private RequiredText() {}

    /**
     * Without what is blank around it.
     *
     * @throws ProblemException 422 when there is none, or more than {@code maxLength} characters
     */
    public static String of(String field, @Nullable String text, int maxLength) {
        String given = text == null ? "" : text.strip();
        if (given.isEmpty()) {
            throw Problem.validation(field, "required", "is required").asException();
        }
        if (given.length() > maxLength) {
            throw Problem.validation(field, "max_length", "must have at most " + maxLength + " characters")
                    .asException();
        }
        return given;
    }
}
