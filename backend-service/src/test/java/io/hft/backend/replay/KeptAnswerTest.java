package io.hft.backend.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.idempotency.Fingerprint;
import io.hft.backend.idempotency.StoredAnswer;
import io.hft.backend.idempotency.StoredRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptAnswerTest {
    private static final Fingerprint FINGERPRINT = Fingerprint.of(Map.of("quantity", "1.0"));
    private static final KeptAnswer KEPT = new KeptAnswer(
            Instant.ofEpochMilli(1_800_000_000_123L),
            new StoredRequest(
                    7, FINGERPRINT, 1_000_000_000_001L, new StoredAnswer(201, "application/json", "{\"a\":\"ü €\"}")));

    @Test
    void comesBackAsItWas() {
        assertThat(KeptAnswer.of(KEPT.bytes())).contains(KEPT);
    }

    @Test
    void isNoAnswerWhenSomethingIsMissingOrOfAnotherVersion() {
        byte[] bytes = KEPT.bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(KeptAnswer.of(Arrays.copyOf(bytes, length)))
                    .as("%d bytes", length)
                    .isEmpty();
        }
        bytes[0]++;
        assertThat(KeptAnswer.of(bytes)).isEmpty();
    }

    @Test
    void isNothingWithoutAnAnswer() {
        KeptAnswer unanswered = new KeptAnswer(KEPT.until(), new StoredRequest(7, FINGERPRINT, 8, null));
        assertThatThrownBy(unanswered::bytes).isInstanceOf(IllegalArgumentException.class);
    }
}
