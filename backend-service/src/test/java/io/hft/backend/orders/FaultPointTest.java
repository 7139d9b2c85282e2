package io.hft.backend.orders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultPointTest {
    @Test
    void isDueAtThePassingThatTheVariableNames() {
        assertThat(FaultPoint.passings(null, "after-hold")).isZero();
        assertThat(FaultPoint.passings("before-answer", "after-hold")).isZero();
        assertThat(FaultPoint.passings("after-hold", "after-hold")).isEqualTo(1);
        assertThat(FaultPoint.passings(" after-hold:7 ", "after-hold")).isEqualTo(7);
    }

    @Test
    void hasTheNamesThatTestsUse() {
        assertThat(FaultPoint.values())
                .extracting(FaultPoint::text)
                .containsExactly(
                        "after-hold", "after-submit", "before-settlement", "after-settlement", "before-answer");
    }
}
