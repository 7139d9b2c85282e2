package io.hft.backend.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.RejectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @ParameterizedTest
    @EnumSource(
            value = ExecutionType.class,
            names = {
                "EXECUTION_INSTRUMENT",
                "EXECUTION_STATE_HASH",
                "EXECUTION_MASS_CANCELED",
                "EXECUTION_TRADING_STATE",
                "EXECUTION_RISK_LIMITS",
                "EXECUTION_KILL_SWITCH",
                "EXECUTION_CONFIGURED"
            })
    void passesOverNotices(ExecutionType notice) {
        ExecutionReport report = Wire.report(io.hft.engine.v1.ExecutionReport.newBuilder()
                .setSequence(7)
                .setExecutionType(notice)
                .build());
        assertThat(report.type()).isEqualTo(Type.OTHER);
        assertThat(report.sequence()).isEqualTo(7);
    }

    @Test
    void namesEveryReasonAsTheEngineDoes() {
        assertThat(Wire.report(refusal(RejectReason.PRICE_OUTSIDE_BAND).build()).rejectReason())
                .isEqualTo("PRICE_OUTSIDE_BAND");
        assertThat(Wire.report(refusal(RejectReason.REJECT_REASON_NONE).build()).rejectReason())
                .isEqualTo("NONE");
    }

    /** An engine may be newer than its backend: what it says about an order's end counts, all else is passed over. */
    @Test
    void takesWhatItDoesNotKnowByTheOrdersStatus() {
        io.hft.engine.v1.ExecutionReport.Builder strange = refusal(RejectReason.REJECT_REASON_NONE)
                .setExecutionTypeValue(99)
                .setRejectReasonValue(98);
        assertThat(Wire.report(strange.build()).type()).isEqualTo(Type.OTHER);
        assertThat(Wire.report(strange.build()).rejectReason()).isEqualTo("REASON_98");
        assertThat(Wire.report(strange.setOrderStatusValue(97).build()).type()).isEqualTo(Type.OTHER);
        assertThat(Wire.report(strange.setOrderStatus(OrderStatus.NEW).build()).type())
                .isEqualTo(Type.OTHER);
        assertThat(Wire.report(strange.setOrderStatus(OrderStatus.CANCELED).build())
                        .type())
                .isEqualTo(Type.CANCELED);
        assertThat(Wire.report(strange.setSideValue(96).setLiquidityValue(95).build())
                        .side())
                .isNull();
    }
}
