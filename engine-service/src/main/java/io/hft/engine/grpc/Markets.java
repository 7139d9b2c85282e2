package io.hft.engine.grpc;

import io.grpc.Status;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.TradingState;
import io.hft.engine.sequencing.ShardPipeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * All markets by symbol and by id, as the shards have published them. Read by every thread without waiting; changed by the answers to the
 * commands of operators, which come in the order of the shard's events.
 */
public final class Markets {
    private final Map<String, Market> bySymbol = new ConcurrentHashMap<>();
    private final List<ShardPipeline> shards;
    // By instrument id; replaced as a whole. Has markets that are being defined, so that no report ever lacks its
    // symbol.
    private volatile @Nullable Market[] byId = new @Nullable Market[16];

    /** @param shards in the order of their numbers */
    public Markets(final List<ShardPipeline> shards) {
        this.shards = List.copyOf(shards);
    }

    /** Adds a market, trading, or gives one that is known the limits that it has now. */
    public synchronized void define(final int shard, final Instrument instrument) {
        final Market known = bySymbol.get(instrument.symbol());
        define(shard, instrument, known == null ? TradingState.TRADING : known.tradingState());
    }

    /** Adds a market as its shard has it. */
    public synchronized void define(final int shard, final Instrument instrument, final TradingState tradingState) {
        put(Market.of(instrument, shards.get(shard), tradingState));
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
        final @Nullable Market[] markets = byId;
        return instrumentId >= 0 && instrumentId < markets.length ? markets[instrumentId] : null;
    }

    @Nullable
    Market find(final String symbol) {
        return bySymbol.get(symbol);
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
        final List<Market> all = new ArrayList<>(bySymbol.values());
        all.sort(Comparator.comparingInt(Market::id));
        return all;
    }

    /**
     * Reserves a free id, over all shards, for an instrument that is about to be defined; reports find the market by it from now on, requests
     * only after {@link #defined}. Ends with that or with {@link #withdraw}.
     *
     * @param definition makes the instrument of an id
     */
    synchronized Market announce(final ShardPipeline shard, final IntFunction<Instrument> definition) {
        int id = byId.length - 1;
        while (id > 0 && byId[id] == null) {
            id--;
        }
        id++;
        if (id > Instrument.MAX_ID) {
            id = 1;
            while (id <= Instrument.MAX_ID && byId[id] != null) {
                id++;
            }
        }
        if (id > Instrument.MAX_ID) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("instrument: there are " + Instrument.MAX_ID + " already, no id is free")
                    .asRuntimeException();
        }
        final Market market = Market.of(definition.apply(id), shard, TradingState.TRADING);
        for (final Market other : byId) {
            if (other != null && other.symbol().equals(market.symbol())) {
                throw Status.ABORTED
                        .withDescription("instrument.symbol: " + market.symbol()
                                + " is being defined by another call; try again")
                        .asRuntimeException();
            }
        }
        putById(market);
        return market;
    }

    /** The announced market will not come. */
    synchronized void withdraw(final Market market) {
        if (bySymbol.get(market.symbol()) == null) {
            final @Nullable Market[] changed = byId.clone();
            changed[market.id()] = null;
            byId = changed;
        }
    }

    /** The shard has said that the instrument is as it is here. */
    synchronized Market defined(final Market market) {
        final Market known = bySymbol.get(market.symbol());
        final Market byItsId = find(market.id());
        final Market before = known != null ? known : byItsId != null ? byItsId : market;
        final Market defined = before.withInstrument(market.instrument());
        put(defined);
        return defined;
    }

    /** The shard has said that the instrument's market is in this state. */
    synchronized void tradingState(final int instrumentId, final TradingState state) {
        final Market market = find(instrumentId);
        if (market == null) {
            return;
        }
        if (bySymbol.containsKey(market.symbol())) {
            put(market.withTradingState(state));
        } else {
            putById(market.withTradingState(state));
        }
    }

    private void put(final Market market) {
        putById(market);
        bySymbol.put(market.symbol(), market);
    }

    private void putById(final Market market) {
        final @Nullable Market[] changed = Arrays.copyOf(
                byId, market.id() < byId.length ? byId.length : Math.max(market.id() + 1, byId.length * 2));
        changed[market.id()] = market;
        byId = changed;
    }
}
