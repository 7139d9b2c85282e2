package io.hft.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.instrument.Instrument;
import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes on disk: journals outlive the code that wrote them. */
class CommandLayoutTest {
    private static final int OFFSET = 8;
    private static final String SOURCE_5_SEQUENCE_6 = "0500000000000000" + "0600000000000000";

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + CommandHeader.MAX_COMMAND_LENGTH]);

    @Test
    void writesANewOrder() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0xFF);
        final int length = NewOrderCommand.encode(
                buffer, OFFSET, 5, 6, 7, 8, 9, Side.SELL, OrderType.LIMIT, TimeInForce.IOC, 0x0102030405060708L, 11);
        assertThat(hex(length))
                .isEqualTo("4348" + "01" + "01" + "58000000" + SOURCE_5_SEQUENCE_6 + "0700000000000000"
                        + "0800000000000000" + "09000000" + "02" + "02" + "02" + "00" + "0807060504030201"
                        + "0b00000000000000" + "00".repeat(24));
        assertThat(NewOrderCommand.orderId(buffer, OFFSET)).isEqualTo(7);
        assertThat(NewOrderCommand.accountId(buffer, OFFSET)).isEqualTo(8);
        assertThat(NewOrderCommand.instrumentId(buffer, OFFSET)).isEqualTo(9);
        assertThat(NewOrderCommand.sideCode(buffer, OFFSET)).isEqualTo(Side.SELL.code());
        assertThat(NewOrderCommand.orderTypeCode(buffer, OFFSET)).isEqualTo(OrderType.LIMIT.code());
        assertThat(NewOrderCommand.timeInForceCode(buffer, OFFSET)).isEqualTo(TimeInForce.IOC.code());
        assertThat(NewOrderCommand.isPostOnly(buffer, OFFSET)).isFalse();
        assertThat(NewOrderCommand.selfTradePreventionCode(buffer, OFFSET)).isZero();
        assertThat(NewOrderCommand.priceTicks(buffer, OFFSET)).isEqualTo(0x0102030405060708L);
        assertThat(NewOrderCommand.quantityLots(buffer, OFFSET)).isEqualTo(11);
        assertThat(NewOrderCommand.reservedFieldsAreZero(buffer, OFFSET)).isTrue();
    }

    @Test
    void writesTheFurtherTermsOfANewOrder() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0xFF);
        final int length = NewOrderCommand.encode(
                buffer, OFFSET, 5, 6, 7, 8, 9, (byte) 1, (byte) 5, (byte) 5, true, (byte) 4, 10, 11, 12, 13, 14);
        assertThat(hex(length))
                .isEqualTo("4348" + "01" + "01" + "58000000" + SOURCE_5_SEQUENCE_6 + "0700000000000000"
                        + "0800000000000000" + "09000000" + "01" + "05" + "05" + "09" + "0a00000000000000"
                        + "0b00000000000000" + "0c00000000000000" + "0d00000000000000" + "0e00000000000000");
        assertThat(NewOrderCommand.isPostOnly(buffer, OFFSET)).isTrue();
        assertThat(NewOrderCommand.selfTradePreventionCode(buffer, OFFSET)).isEqualTo((byte) 4);
        assertThat(NewOrderCommand.flagsAreKnown(buffer, OFFSET)).isTrue();
        assertThat(NewOrderCommand.stopPriceTicks(buffer, OFFSET)).isEqualTo(12);
        assertThat(NewOrderCommand.displayQuantityLots(buffer, OFFSET)).isEqualTo(13);
        assertThat(NewOrderCommand.expireAtNanos(buffer, OFFSET)).isEqualTo(14);
    }

    @Test
    void writesACancel() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0xFF);
        final int length = CancelOrderCommand.encode(buffer, OFFSET, 5, 6, 7, 8, 9);
        assertThat(hex(length))
                .isEqualTo("4348" + "01" + "02" + "30000000" + SOURCE_5_SEQUENCE_6 + "0700000000000000"
                        + "0800000000000000" + "09000000" + "00000000");
    }

    @Test
    void writesAReplace() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0xFF);
        final int length = ReplaceOrderCommand.encode(buffer, OFFSET, 5, 6, 7, 8, 9, 10, 11);
        assertThat(hex(length))
                .isEqualTo("4348" + "01" + "03" + "40000000" + SOURCE_5_SEQUENCE_6 + "0700000000000000"
                        + "0800000000000000" + "09000000" + "00000000" + "0a00000000000000" + "0b00000000000000");
        assertThat(ReplaceOrderCommand.priceTicks(buffer, OFFSET)).isEqualTo(10);
        assertThat(ReplaceOrderCommand.quantityLots(buffer, OFFSET)).isEqualTo(11);
    }

    @Test
    void writesAnInstrumentAndReadsItBack() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0xFF);
        final Instrument instrument = new Instrument(3, "BTC-USD", "BTC", "USD", 1, 2, 4, 8, 1_000, 5_000_000, 500);
        final int length = UpsertInstrumentCommand.encode(buffer, OFFSET, 5, 6, instrument);
        assertThat(hex(length))
                .isEqualTo("4348" + "01" + "04" + "78000000" + SOURCE_5_SEQUENCE_6 + "03000000" + "f4010000"
                        + "0100000000000000" + "0400000000000000" + "02000000" + "08000000" + "e803000000000000"
                        + "404b4c0000000000" + "4254432d555344" + "00".repeat(17) + "425443" + "00".repeat(9)
                        + "555344" + "00".repeat(9));
        assertThat(UpsertInstrumentCommand.decode(buffer, OFFSET)).isEqualTo(instrument);
        assertThat(UpsertInstrumentCommand.instrumentId(buffer, OFFSET)).isEqualTo(3);
    }

    @Test
    void writesAQuestionForTheStateHash() {
        final int length = StateHashCommand.encode(buffer, OFFSET, 5, 6);
        assertThat(hex(length)).isEqualTo("4348" + "01" + "05" + "18000000" + SOURCE_5_SEQUENCE_6);
        assertThat(CommandHeader.schemaId(buffer, OFFSET)).isEqualTo(CommandHeader.SCHEMA_ID);
        assertThat(CommandHeader.version(buffer, OFFSET)).isEqualTo(CommandHeader.VERSION);
        assertThat(CommandHeader.typeCode(buffer, OFFSET)).isEqualTo(CommandType.STATE_HASH.code());
        assertThat(CommandHeader.length(buffer, OFFSET)).isEqualTo(24);
        assertThat(CommandHeader.sourceId(buffer, OFFSET)).isEqualTo(5);
        assertThat(CommandHeader.sourceSequence(buffer, OFFSET)).isEqualTo(6);
    }

    @Test
    void keepsEveryLengthAMultipleOfEightWithinTheMaximum() {
        assertThat(new int[] {
                    NewOrderCommand.LENGTH,
                    CancelOrderCommand.LENGTH,
                    ReplaceOrderCommand.LENGTH,
                    UpsertInstrumentCommand.LENGTH,
                    StateHashCommand.LENGTH
                })
                .containsExactly(88, 48, 64, 120, 24);
        assertThat(CommandHeader.MAX_COMMAND_LENGTH).isEqualTo(256);
    }

    @Test
    void knowsItsCodesAndNoOthers() {
        for (final CommandType type : CommandType.values()) {
            assertThat(CommandType.of(type.code())).isEqualTo(type);
        }
        assertThat(Side.isKnown((byte) 0)).isFalse();
        assertThat(Side.isKnown((byte) 3)).isFalse();
        assertThat(OrderType.isKnown((byte) -1)).isFalse();
        assertThat(TimeInForce.isKnown(Byte.MAX_VALUE)).isFalse();
        assertThat(Arrays.stream(Side.values()).map(Side::code)).containsExactly((byte) 1, (byte) 2);
        assertThat(Arrays.stream(OrderType.values()).map(OrderType::code))
                .containsExactly((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);
        assertThat(Arrays.stream(TimeInForce.values()).map(TimeInForce::code))
                .containsExactly((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);
    }

    private String hex(int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(OFFSET, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
