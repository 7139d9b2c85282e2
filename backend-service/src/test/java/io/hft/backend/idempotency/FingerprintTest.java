package io.hft.backend.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void dependsOnNamesAndValuesNotOnTheirOrder() {
        Map<String, String> reversed = new TreeMap<>(java.util.Comparator.reverseOrder());
        reversed.putAll(Map.of("a", "1", "b", "2"));
        assertThat(Fingerprint.of(reversed)).isEqualTo(Fingerprint.of(Map.of("b", "2", "a", "1")));
        assertThat(Fingerprint.of(Map.of("a", "1"))).isNotEqualTo(Fingerprint.of(Map.of("a", "1.0")));
        assertThat(Fingerprint.of(Map.of("a", "1"))).isNotEqualTo(Fingerprint.of(Map.of("a", "1", "b", "")));
    }

    @Test
    void cannotBeFooledByQuotes() {
        assertThat(Fingerprint.of(Map.of("a", "1\",\"b\":\"2")))
                .isNotEqualTo(Fingerprint.of(Map.of("a", "1", "b", "2")));
    }

    /** Of {@code {"a":"1"}}, computed elsewhere. */
    @Test
    void isTheShaOfCanonicalJson() {
        assertThat(Fingerprint.of(Map.of("a", "1")).hex())
                .isEqualTo("9afeb0f2b203f254312ec8ded441d0318b7c34c57f8695ede42d2215a30c0960");
    }
}
