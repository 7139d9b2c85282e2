package io.hft.engine.grpc;

import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.TradingState;
import io.hft.engine.sequencing.ShardPipeline;
import java.math.BigDecimal;

/** An instrument with its grids, the shard that owns it and the trading state that was published last. */
record Market(
        Instrument instrument,
        ShardPipeline shard,
        DecimalGrid price,
        DecimalGrid quantity,
        TradingState tradingState) {
    private static final int LONG_BITS = 63;

    static Market of(final Instrument instrument, final ShardPipeline shard, final TradingState tradingState) {
        return new Market(
                instrument,
                shard,
                new DecimalGrid(instrument.tickSizeMantissa(), instrument.tickSizeScale(), "tick size"),
                new DecimalGrid(instrument.lotSizeMantissa(), instrument.lotSizeScale(), "lot size"),
                tradingState);
    }

    Market withTradingState(final TradingState changed) {
        return new Market(instrument, shard, price, quantity, changed);
    }

    /** Other limits on the same grid. */
    Market withInstrument(final Instrument changed) {
        return new Market(changed, shard, price, quantity, tradingState);
    }

    String symbol() {
        return instrument.symbol();
    }

    int id() {
        return instrument.instrumentId();
    }

    /**
     * Reads a positive amount of the quote asset as ticks times lots.
     *
     * @throws InvalidField naming the field and the rule
     */
    long notional(final String field, final String text) {
        final BigDecimal unit = BigDecimal.valueOf(instrument.tickSizeMantissa(), instrument.tickSizeScale())
                .multiply(BigDecimal.valueOf(instrument.lotSizeMantissa(), instrument.lotSizeScale()));
        final BigDecimal[] parts = DecimalGrid.positive(field, text).divideAndRemainder(unit);
        if (parts[1].signum() != 0) {
            throw new InvalidField(field, "must be a multiple of tick size times lot size, " + unit.toPlainString());
        }
        if (parts[0].toBigInteger().bitLength() > LONG_BITS) {
            throw new InvalidField(field, "is too large: it must be below 2^63 ticks times lots");
        }
        return parts[0].longValueExact();
    }
}
