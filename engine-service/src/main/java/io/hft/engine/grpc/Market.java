package io.hft.engine.grpc;

import io.hft.engine.instrument.Instrument;
import io.hft.engine.sequencing.ShardPipeline;

/** An instrument with its grids and the shard that owns it. */
record Market(Instrument instrument, ShardPipeline shard, DecimalGrid price, DecimalGrid quantity) {
    static Market of(final Instrument instrument, final ShardPipeline shard) {
        return new Market(
                instrument,
                shard,
                new DecimalGrid(instrument.tickSizeMantissa(), instrument.tickSizeScale(), "tick size"),
                new DecimalGrid(instrument.lotSizeMantissa(), instrument.lotSizeScale(), "lot size"));
    }

    String symbol() {
        return instrument.symbol();
    }

    int id() {
        return instrument.instrumentId();
    }
}
