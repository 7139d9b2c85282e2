package io.hft.engine.recovery;

import io.hft.engine.config.ConfigException;
import io.hft.engine.config.ConfigProblem;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.InstrumentConfig;
import io.hft.engine.instrument.Instrument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays the settings' instruments against those that the journals know: new and changed ones become commands, a change of the grid
 * is refused, one that is only in the journal stays as it is. Ids are given in order of appearance and are unique over all shards.
 */
public final class InstrumentPlan {
    /** An instrument to be defined or changed by a command on its shard. */
    public record Upsert(int shard, Instrument instrument) {}

    private final Map<String, Instrument> known = new HashMap<>();
    private final Map<String, Integer> shards = new HashMap<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private int lastId;

    private InstrumentPlan() {}

    /**
     * @param recovered the instruments of each shard, by shard
     * @throws ConfigException when the settings contradict what the journal holds, with every contradiction
     */
    public static List<Upsert> of(final EngineConfig config, final List<List<Instrument>> recovered) {
        final InstrumentPlan plan = new InstrumentPlan();
        for (int shard = 0; shard < recovered.size(); shard++) {
            for (final Instrument instrument : recovered.get(shard)) {
                plan.known.put(instrument.symbol(), instrument);
                plan.shards.put(instrument.symbol(), shard);
                plan.lastId = Math.max(plan.lastId, instrument.instrumentId());
            }
        }
        final List<Upsert> upserts = new ArrayList<>();
        for (int i = 0; i < config.instruments().size(); i++) {
            final @Nullable Upsert upsert =
                    plan.upsert("instruments[" + i + ']', config.instruments().get(i));
            if (upsert != null) {
                upserts.add(upsert);
            }
        }
        if (!plan.problems.isEmpty()) {
            throw new ConfigException(plan.problems);
        }
        return upserts;
    }

    private @Nullable Upsert upsert(final String place, final InstrumentConfig wanted) {
        final @Nullable Instrument existing = known.get(wanted.symbol());
        final Instrument instrument = instrument(existing == null ? ++lastId : existing.instrumentId(), wanted);
        if (existing == null) {
            return new Upsert(wanted.shard(), instrument);
        }
        final int shard = shards.getOrDefault(wanted.symbol(), 0);
        if (shard != wanted.shard()) {
            problems.add(new ConfigProblem(
                    place + ".shard",
                    wanted.symbol() + " lives on shard " + shard + " and cannot move to " + wanted.shard()));
            return null;
        }
        if (!existing.sameGridAs(instrument)) {
            problems.add(new ConfigProblem(
                    place,
                    wanted.symbol() + " trades with tick-size "
                            + decimal(existing.tickSizeMantissa(), existing.tickSizeScale()) + " and lot-size "
                            + decimal(existing.lotSizeMantissa(), existing.lotSizeScale())
                            + ", which its journal depends on; they cannot change to "
                            + wanted.tickSize().toPlainString() + " and "
                            + wanted.lotSize().toPlainString()));
            return null;
        }
        return existing.equals(instrument) ? null : new Upsert(shard, instrument);
    }

    private static Instrument instrument(final int id, final InstrumentConfig wanted) {
        final BigDecimal tick = plain(wanted.tickSize());
        final BigDecimal lot = plain(wanted.lotSize());
        return new Instrument(
                id,
                wanted.symbol(),
                wanted.baseAsset(),
                wanted.quoteAsset(),
                tick.unscaledValue().longValueExact(),
                tick.scale(),
                lot.unscaledValue().longValueExact(),
                lot.scale(),
                wanted.maxQuantity().divideToIntegralValue(lot).longValueExact(),
                wanted.referencePrice().divideToIntegralValue(tick).longValueExact(),
                wanted.priceBandBasisPoints());
    }

    /** Without trailing zeros, and never with a negative scale. */
    private static BigDecimal plain(final BigDecimal value) {
        final BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String decimal(final long mantissa, final int scale) {
        return BigDecimal.valueOf(mantissa, scale).toPlainString();
    }
}
