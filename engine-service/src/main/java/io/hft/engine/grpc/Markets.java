package io.hft.engine.grpc;

import io.grpc.Status;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.sequencing.ShardPipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All markets by symbol and by id. Immutable. */
public final class Markets {
    private final Map<String, Market> bySymbol = new TreeMap<>();
    private final Map<Integer, Market> byId = new HashMap<>();
    private final List<ShardPipeline> shards;

    /** @param instruments of each shard, by shard */
    public Markets(final List<ShardPipeline> shards, final List<? extends Iterable<Instrument>> instruments) {
        this.shards = List.copyOf(shards);
        for (int shard = 0; shard < shards.size(); shard++) {
            for (final Instrument instrument : instruments.get(shard)) {
                final Market market = Market.of(instrument, shards.get(shard));
                bySymbol.put(instrument.symbol(), market);
                byId.put(instrument.instrumentId(), market);
            }
        }
    }

    /** The market that a request names. */
    Market require(final String symbol) {
        if (symbol.isEmpty()) {
            throw new InvalidField("symbol", "is required");
        }
        final Market market = bySymbol.get(symbol);
        if (market == null) {
            final String shown = symbol.length() > 64 ? symbol.substring(0, 64) + "..." : symbol;
            throw Status.NOT_FOUND
                    .withDescription("symbol: there is no instrument '" + shown + "'")
                    .asRuntimeException();
        }
        return market;
    }

    @Nullable
    Market find(final int instrumentId) {
        return byId.get(instrumentId);
    }

    ShardPipeline requireShard(final int shard) {
        if (shard < 0 || shard >= shards.size()) {
            throw new InvalidField("shard", "must be from 0 to " + (shards.size() - 1));
        }
        return shards.get(shard);
    }

    List<ShardPipeline> shards() {
        return shards;
    }

    /** Ordered by id. */
    List<Market> all() {
        final List<Market> all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparingInt(Market::id));
        return all;
    }
}
