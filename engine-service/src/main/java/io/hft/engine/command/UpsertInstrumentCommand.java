package io.hft.engine.command;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hft.engine.instrument.Instrument;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Defines an instrument, or changes the limits of one that exists.
 *
 * <pre>
 *   0       header
 *  24 i32   instrument id         28 i32  price band, basis points
 *  32 i64   tick size mantissa    40 i64  lot size mantissa
 *  48 i32   tick size scale       52 i32  lot size scale
 *  56 i64   maximum quantity in lots
 *  64 i64   reference price in ticks
 *  72 24*u8 symbol, ASCII, filled up with zeros
 *  96 12*u8 base asset            108 12*u8  quote asset
 * </pre>
 */
public final class UpsertInstrumentCommand {
    public static final int LENGTH = 120;

    private static final int INSTRUMENT_ID_OFFSET = 24;
    private static final int PRICE_BAND_OFFSET = 28;
    private static final int TICK_MANTISSA_OFFSET = 32;
    private static final int LOT_MANTISSA_OFFSET = 40;
    private static final int TICK_SCALE_OFFSET = 48;
    private static final int LOT_SCALE_OFFSET = 52;
    private static final int MAX_QUANTITY_OFFSET = 56;
    private static final int REFERENCE_PRICE_OFFSET = 64;
    private static final int SYMBOL_OFFSET = 72;
    private static final int BASE_ASSET_OFFSET = 96;
    private static final int QUOTE_ASSET_OFFSET = 108;

    private UpsertInstrumentCommand() {}

    /** Writes the command and returns its length. */
    public static int encode(
            MutableDirectBuffer buffer, int offset, long sourceId, long sourceSequence, Instrument instrument) {
        CommandHeader.encode(buffer, offset, CommandType.UPSERT_INSTRUMENT, LENGTH, sourceId, sourceSequence);
        buffer.putInt(offset + INSTRUMENT_ID_OFFSET, instrument.instrumentId(), LITTLE_ENDIAN);
        buffer.putInt(offset + PRICE_BAND_OFFSET, instrument.priceBandBasisPoints(), LITTLE_ENDIAN);
        buffer.putLong(offset + TICK_MANTISSA_OFFSET, instrument.tickSizeMantissa(), LITTLE_ENDIAN);
        buffer.putLong(offset + LOT_MANTISSA_OFFSET, instrument.lotSizeMantissa(), LITTLE_ENDIAN);
        buffer.putInt(offset + TICK_SCALE_OFFSET, instrument.tickSizeScale(), LITTLE_ENDIAN);
        buffer.putInt(offset + LOT_SCALE_OFFSET, instrument.lotSizeScale(), LITTLE_ENDIAN);
        buffer.putLong(offset + MAX_QUANTITY_OFFSET, instrument.maxQuantityLots(), LITTLE_ENDIAN);
        buffer.putLong(offset + REFERENCE_PRICE_OFFSET, instrument.referencePriceTicks(), LITTLE_ENDIAN);
        putText(buffer, offset + SYMBOL_OFFSET, Instrument.MAX_SYMBOL_LENGTH, instrument.symbol());
        putText(buffer, offset + BASE_ASSET_OFFSET, Instrument.MAX_ASSET_LENGTH, instrument.baseAsset());
        putText(buffer, offset + QUOTE_ASSET_OFFSET, Instrument.MAX_ASSET_LENGTH, instrument.quoteAsset());
        return LENGTH;
    }

    public static int instrumentId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + INSTRUMENT_ID_OFFSET, LITTLE_ENDIAN);
    }

    /**
     * The instrument that the command defines. Allocates; instruments change rarely.
     *
     * @throws IllegalArgumentException when it breaks a rule of {@link Instrument}, naming the field and the rule
     */
    public static Instrument decode(DirectBuffer buffer, int offset) {
        return new Instrument(
                buffer.getInt(offset + INSTRUMENT_ID_OFFSET, LITTLE_ENDIAN),
                text(buffer, offset + SYMBOL_OFFSET, Instrument.MAX_SYMBOL_LENGTH),
                text(buffer, offset + BASE_ASSET_OFFSET, Instrument.MAX_ASSET_LENGTH),
                text(buffer, offset + QUOTE_ASSET_OFFSET, Instrument.MAX_ASSET_LENGTH),
                buffer.getLong(offset + TICK_MANTISSA_OFFSET, LITTLE_ENDIAN),
                buffer.getInt(offset + TICK_SCALE_OFFSET, LITTLE_ENDIAN),
                buffer.getLong(offset + LOT_MANTISSA_OFFSET, LITTLE_ENDIAN),
                buffer.getInt(offset + LOT_SCALE_OFFSET, LITTLE_ENDIAN),
                buffer.getLong(offset + MAX_QUANTITY_OFFSET, LITTLE_ENDIAN),
                buffer.getLong(offset + REFERENCE_PRICE_OFFSET, LITTLE_ENDIAN),
                buffer.getInt(offset + PRICE_BAND_OFFSET, LITTLE_ENDIAN));
    }

    private static void putText(MutableDirectBuffer buffer, int offset, int capacity, String text) {
        buffer.setMemory(offset, capacity, (byte) 0);
        buffer.putBytes(offset, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(DirectBuffer buffer, int offset, int capacity) {
        int length = capacity;
        while (length > 0 && buffer.getByte(offset + length - 1) == 0) {
            length--;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
