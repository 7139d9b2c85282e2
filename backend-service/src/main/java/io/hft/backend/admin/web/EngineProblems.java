package io.hft.backend.admin.web;

import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import java.util.function.Supplier;

/** What the engine says to an operator, in the words of the API. */
final class EngineProblems {
    private static final int RETRY_SECONDS = 2;
    private static final String UNKNOWN_INSTRUMENT = "UNKNOWN_INSTRUMENT";

    private EngineProblems() {}

    /** @throws io.hft.backend.web.ProblemException 404, 422 or 503 instead of the engine's exceptions */
    static <T> T translated(Supplier<T> act) {
        try {
            return act.get();
        } catch (EngineRefusal e) {
            throw problem(e).asException();
        } catch (EngineUnavailable e) {
            throw Problem.of(
                            ErrorCode.ENGINE_UNAVAILABLE,
                            "The matching engine does not say whether it has done it; send the same request again")
                    .withRetryAfter(RETRY_SECONDS)
                    .asException();
        }
    }

    /** The engine says {@code field: rule}, with names of its own for some fields. */
    private static Problem problem(EngineRefusal refusal) {
        if (refusal.reason().equals(UNKNOWN_INSTRUMENT)) {
            return Problem.of(ErrorCode.INSTRUMENT_NOT_FOUND, "There is no market with this symbol");
        }
        String said = String.valueOf(refusal.getMessage());
        int colon = said.indexOf(": ");
        if (colon < 0) {
            return Problem.validation("request", "engine", said);
        }
        String field = said.substring(0, colon).replaceFirst("^instrument\\.", "");
        return Problem.validation(
                field.equals("account_id") ? "user_id" : field, "engine", said.substring(colon + ": ".length()));
    }
}
