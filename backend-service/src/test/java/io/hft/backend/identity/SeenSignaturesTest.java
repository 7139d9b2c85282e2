package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.identity.SeenSignatures.Admission;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SeenSignaturesTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final SeenSignatures seen = new SeenSignatures(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @Test
    void remembersASignatureAsLongAsItsRequestIsGood() {
        assertThat(admit("a", 1, 5)).isEqualTo(Admission.FIRST);
        assertThat(admit("a", 1, 5)).isEqualTo(Admission.REPLAYED);
        assertThat(admit("b", 1, 5)).as("another key's").isEqualTo(Admission.FIRST);
        now = now.plusSeconds(5);
        assertThat(admit("a", 1, 0)).as("at the very end").isEqualTo(Admission.REPLAYED);
        now = now.plusMillis(1);
        seen.forget();
        assertThat(seen.size()).isZero();
    }

    @Test
    void refusesWhatItCannotRememberAndForgetsNothingForIt() {
        for (int i = 0; i < SeenSignatures.PER_KEY_MAX; i++) {
            assertThat(admit("a", i, 5)).isEqualTo(Admission.FIRST);
        }
        assertThat(admit("a", -1, 5)).isEqualTo(Admission.NO_ROOM);
        assertThat(admit("a", 0, 5)).isEqualTo(Admission.REPLAYED);
        assertThat(admit("b", -1, 5)).as("one key does not starve another").isEqualTo(Admission.FIRST);
        now = now.plusSeconds(6);
        assertThat(admit("a", -1, 5)).isEqualTo(Admission.FIRST);
        assertThat(seen.size()).isEqualTo(2);
    }

    private Admission admit(String key, int signature, int seconds) {
        return seen.admit(key, ByteBuffer.allocate(32).putInt(signature).array(), now.plusSeconds(seconds));
    }
}
