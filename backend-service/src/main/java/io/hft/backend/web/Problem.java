package io.hft.backend.web;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, before it is written as {@code application/problem+json}.
 *
 * @param detail this occurrence in words; safe to show to anybody
 * @param errors fields and rules, empty unless the request failed validation
 * @param retryable whether the same request, sent again later, may succeed
 * @param retryAfterSeconds for the {@code Retry-After} header, null for none
 */
public record Problem(
        ErrorCode code,
        String detail,
        List<FieldError> errors,
        boolean retryable,
        @Nullable Integer retryAfterSeconds) {
    public Problem {
        errors = List.copyOf(errors);
    }

    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, List.of(), code.retryable(), null);
    }

    /** 422 with every broken rule; the detail sums them up. */
    public static Problem validation(List<FieldError> errors) {
        String detail = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .collect(Collectors.joining("; "));
        return new Problem(ErrorCode.VALIDATION, detail, errors, ErrorCode.VALIDATION.retryable(), null);
    }

    /** 422 for one field. */
    public static Problem validation(String field, String rule, String message) {
        return validation(List.of(new FieldError(field, rule, message)));
    }

    public Problem withRetryAfter(int seconds) {
        return new Problem(code, detail, errors, retryable, seconds);
    }

    /** The same request would only get this same answer again, though its code is one of those that pass. */
    public Problem asFinalAnswer() {
        return new Problem(code, detail, errors, false, null);
    }

    public ProblemException asException() {
        return new ProblemException(this);
    }
}
