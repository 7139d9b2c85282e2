package io.hft.backend.orders.web;

import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the filters of a list; null stands for one that was not sent. */
final class QueryParameters {
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private QueryParameters() {}

    /** The name of a market as it is written; one that does not exist has no orders. */
    static @Nullable String symbol(@Nullable String text) {
        return text == null ? null : text.trim().toUpperCase(Locale.ROOT).replace("\0", "");
    }

    static <E extends Enum<E>> @Nullable E oneOf(String field, @Nullable String text, Class<E> kind) {
        if (text == null) {
            return null;
        }
        String name = text.trim().toUpperCase(Locale.ROOT);
        for (E constant : kind.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw Problem.validation(field, "one_of", "must be one of " + List.of(kind.getEnumConstants()))
                .asException();
    }

    static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant time = text.matches("[0-9]{1,15}")
                    ? Instant.ofEpochMilli(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw notATime(field);
            }
            return time;
        } catch (DateTimeException e) {
            throw notATime(field);
        }
    }

    /** Ids are texts for callers; one that is no number is simply nobody's. */
    static Optional<Long> id(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static ProblemException notATime(String field) {
        return Problem.validation(
                        field, "time", "must be a time such as 2026-01-01T00:00:00Z, or milliseconds since 1970")
                .asException();
    }
}
