package io.hft.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of an event: event logs outlive the code that wrote them. */
class EventLayoutTest {
    @Test
    void writesAllOfItsBytes() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8 + Event.LENGTH]);
        buffer.setMemory(0, buffer.capacity(), (byte) 0xFF);
        Event.encodeHeader(buffer, 8, EventType.TRADE, 1, 2, 3, 4);
        Event.encodeOrder(buffer, 8, 5, 6, 7, (byte) 8, (byte) 9, (byte) 10, (byte) 11, 12, 13, 14, 15);
        Event.encodeOutcome(buffer, 8, 16, 17, 18, 19, 20, RejectReason.NO_LIQUIDITY.code(), (byte) 22, (byte) 1);
        final byte[] bytes = new byte[Event.LENGTH];
        buffer.getBytes(8, bytes);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("4548" + "01" + "02" + "90000000" + word(1) + word(2) + word(3) + word(4) + word(5)
                        + word(6) + "07000000" + "08" + "09" + "0a" + "0b" + word(12) + word(13) + word(16) + word(17)
                        + word(14) + word(15) + word(18) + word(19) + word(20) + "0f00" + "16" + "01" + "00000000");
        assertThat(Event.sequence(buffer, 8)).isEqualTo(1);
        assertThat(Event.timestampNanos(buffer, 8)).isEqualTo(2);
        assertThat(Event.sourceId(buffer, 8)).isEqualTo(3);
        assertThat(Event.sourceSequence(buffer, 8)).isEqualTo(4);
        assertThat(Event.orderId(buffer, 8)).isEqualTo(5).isEqualTo(Event.stateHash(buffer, 8));
        assertThat(Event.accountId(buffer, 8)).isEqualTo(6);
        assertThat(Event.instrumentId(buffer, 8)).isEqualTo(7);
        assertThat(Event.sideCode(buffer, 8)).isEqualTo((byte) 8);
        assertThat(Event.orderTypeCode(buffer, 8)).isEqualTo((byte) 9);
        assertThat(Event.timeInForceCode(buffer, 8)).isEqualTo((byte) 10);
        assertThat(Event.orderStatusCode(buffer, 8)).isEqualTo((byte) 11);
        assertThat(Event.priceTicks(buffer, 8)).isEqualTo(12);
        assertThat(Event.quantityLots(buffer, 8)).isEqualTo(13);
        assertThat(Event.cumulativeQuantityLots(buffer, 8)).isEqualTo(14);
        assertThat(Event.leavesQuantityLots(buffer, 8)).isEqualTo(15);
        assertThat(Event.lastPriceTicks(buffer, 8)).isEqualTo(16);
        assertThat(Event.lastQuantityLots(buffer, 8)).isEqualTo(17);
        assertThat(Event.tradeId(buffer, 8)).isEqualTo(18);
        assertThat(Event.contraOrderId(buffer, 8)).isEqualTo(19);
        assertThat(Event.contraAccountId(buffer, 8)).isEqualTo(20);
        assertThat(Event.rejectReasonCode(buffer, 8)).isEqualTo(RejectReason.NO_LIQUIDITY.code());
        assertThat(Event.liquidityCode(buffer, 8)).isEqualTo((byte) 22);
        assertThat(Event.isDuplicate(buffer, 8)).isTrue();
    }

    @Test
    void hasTheCodesOfTheGrpcContract() {
        for (final EventType type : EventType.values()) {
            assertThat(io.hft.engine.v1.ExecutionType.forNumber(type.code()))
                    .isNotNull()
                    .asString()
                    .isEqualTo("EXECUTION_" + type);
        }
        for (final OrderStatus status : OrderStatus.values()) {
            assertThat(io.hft.engine.v1.OrderStatus.forNumber(status.code()))
                    .isNotNull()
                    .asString()
                    .isEqualTo(status.name());
        }
        for (final Liquidity liquidity : Liquidity.values()) {
            assertThat(io.hft.engine.v1.LiquidityIndicator.forNumber(liquidity.code()))
                    .isNotNull()
                    .asString()
                    .isEqualTo(liquidity.name());
        }
        for (final RejectReason reason : RejectReason.values()) {
            assertThat(io.hft.engine.v1.RejectReason.forNumber(reason.code()))
                    .isNotNull()
                    .asString()
                    .isEqualTo(reason == RejectReason.NONE ? "REJECT_REASON_NONE" : reason.name());
        }
    }

    private static String word(int value) {
        return HexFormat.of().toHexDigits((byte) value) + "00".repeat(7);
    }
}
