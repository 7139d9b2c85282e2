package io.hft.backend.idempotency.web;

import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Stored answers as HTTP responses, byte for byte, and what a repeat gets where there is none. */
public final class StoredResponses {
    /** Present and {@code true} when the answer belongs to an earlier request. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private StoredResponses() {}

    public static ResponseEntity<byte[]> of(StoredAnswer answer, boolean replayed) {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(answer.status()).contentType(MediaType.parseMediaType(answer.contentType()));
        if (replayed) {
            response.header(REPLAYED, "true");
        }
        return response.body(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** The key was used for another body. */
    public static ProblemException mismatch() {
        return Problem.of(ErrorCode.IDEMPOTENCY_MISMATCH, "This key was used before with another body; use a new one")
                .asException();
    }

    /** The first request with this key has no outcome yet. */
    public static ProblemException inProgress() {
        return Problem.of(ErrorCode.IN_PROGRESS, "The first request with this key has no outcome yet; repeat it later")
                .withRetryAfter(2)
                .asException();
    }
}
