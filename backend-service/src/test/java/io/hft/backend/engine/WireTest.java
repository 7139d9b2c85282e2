package io.hft.backend.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.RejectReason;
import org.junit.jupiter.api.Test;

class WireTest {
    private static io.hft.engine.v1.ExecutionReport.Builder refusal(RejectReason reason) {
        return io.hft.engine.v1.ExecutionReport.newBuilder()
                .setSequence(7)
                .setOrderId(1_000_000_000_001L)
                .setExecutionType(ExecutionType.EXECUTION_REJECTED)
                .setRejectReason(reason);
    }

    @Test
    void takesARejectionForTheOrdersEndOnlyWhenItNamesTheOrdersStatus() {
        assertThat(Wire.report(refusal(RejectReason.MAX_QUANTITY_EXCEEDED)
                                .setOrderStatus(OrderStatus.REJECTED)
                                .build())
                        .type())
                .isEqualTo(Type.REJECTED);
        assertThat(Wire.report(refusal(RejectReason.SOURCE_SEQUENCE_GAP).build())
                        .type())
                .isEqualTo(Type.OTHER);
    }

    @Test
    void refusesAKindOfEventThatItDoesNotKnow() {
        assertThatThrownBy(() -> Wire.report(refusal(RejectReason.REJECT_REASON_NONE)
                        .setExecutionTypeValue(99)
                        .build()))
                .hasMessageContaining("event 7")
                .hasMessageContaining("99");
    }
}
