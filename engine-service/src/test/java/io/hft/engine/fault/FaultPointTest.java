package io.hft.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultPointTest {
    @Test
    void isChosenByItsNameAndPassing() {
        assertThat(FaultPoint.passings("snapshot-forced", "snapshot-forced")).isEqualTo(1);
        assertThat(FaultPoint.passings(" snapshot-forced:3 ", "snapshot-forced"))
                .isEqualTo(3);
        assertThat(FaultPoint.passings("snapshot-forced:3", "snapshot-renamed")).isZero();
        assertThat(FaultPoint.passings(null, "snapshot-forced")).isZero();
    }

    @Test
    void doesNothingUnlessItIsChosen() {
        for (final FaultPoint point : FaultPoint.values()) {
            point.reached();
        }
        assertThat(FaultPoint.AFTER_JOURNAL_FORCE.text()).isEqualTo("after-journal-force");
    }
}
