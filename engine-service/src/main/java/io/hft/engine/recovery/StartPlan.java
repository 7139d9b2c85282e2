package io.hft.engine.recovery;

import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.ConfigureCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.config.ConfigException;
import io.hft.engine.config.ConfigProblem;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.AccountLimits;
import io.hft.engine.config.EngineConfig.AccountRisk;
import io.hft.engine.config.EngineConfig.InstrumentLimits;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.risk.RiskLimits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a start has to journal, so that the settings hold: first what decides events ({@code CONFIGURE}), where it differs from what the
 * journal says; then instruments that are new or changed; then the risk limits of scopes that no command has ever set, so that what was set at
 * run time survives a restart. Where the settings say nothing new, nothing is journaled.
 */
public final class StartPlan {
    private static final int LONG_BITS = 63;
    private static final int RULES_WITH_RISK = 2;
    private static final EngineConfig.Risk NO_RISK =
            new EngineConfig.Risk(new AccountLimits(0, 0), List.of(), List.of());

    /**
     * What decides events besides commands about orders, as a shard's last {@code CONFIGURE} set it.
     *
     * @param dayEndNanos after midnight UTC
     */
    public record Configuration(
            int rulesVersion, int maxOpenOrders, int recentOrderIds, int maxSources, long dayEndNanos) {
        /** What the settings want. */
        public static Configuration of(final EngineConfig config) {
            return new Configuration(
                    config.matching().rules(),
                    config.memory().maxOpenOrders(),
                    config.memory().recentOrderIds(),
                    config.memory().maxSources(),
                    config.matching().dayEndNanos());
        }
    }

    /** What was set last for a scope; null when nothing ever was. */
    @FunctionalInterface
    public interface LimitScopes {
        @Nullable
        RiskLimits limits(long accountId, int instrumentId);
    }

    /**
     * A shard as its journal left it.
     *
     * @param configuration before the first {@code CONFIGURE} that of rules version 1
     */
    public record Known(List<Instrument> instruments, Configuration configuration, LimitScopes scopes) {}

    /**
     * A command to be carried out before the engine serves.
     *
     * @param what for the log
     * @param instrument that the command defines or changes; null for other commands
     */
    public record Step(
            int shard,
            String what,
            byte[] command,
            @Nullable Instrument instrument) {
        /** Writes the command and returns its length. */
        public int encode(final MutableDirectBuffer buffer, final int offset) {
            buffer.putBytes(offset, command);
            return command.length;
        }
    }

    private record Place(int shard, Instrument instrument) {}

    private final List<Known> shards;
    private final List<Step> steps = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(CommandHeader.MAX_COMMAND_LENGTH);

    private StartPlan(final List<Known> shards) {
        this.shards = shards;
    }

    /**
     * @param shards by shard
     * @return the commands in their order
     * @throws ConfigException when the settings contradict what the journals hold, with every contradiction
     */
    public static List<Step> of(final EngineConfig config, final List<Known> shards) {
        final StartPlan plan = new StartPlan(shards);
        plan.configure(Configuration.of(config));
        plan.instruments(config);
        plan.limits(config);
        if (!plan.problems.isEmpty()) {
            throw new ConfigException(plan.problems);
        }
        return plan.steps;
    }

    private void configure(final Configuration wanted) {
        for (int shard = 0; shard < shards.size(); shard++) {
            final Configuration known = shards.get(shard).configuration();
            if (known.rulesVersion() > wanted.rulesVersion()) {
                problems.add(new ConfigProblem(
                        "matching.rules",
                        "cannot go back to " + wanted.rulesVersion() + ": the journal of shard " + shard
                                + " is written under version " + known.rulesVersion()));
            } else if (!wanted.equals(known)) {
                add(
                        shard,
                        "settings that decide events: " + wanted,
                        ConfigureCommand.encode(
                                buffer,
                                0,
                                0,
                                0,
                                wanted.rulesVersion(),
                                wanted.maxOpenOrders(),
                                wanted.recentOrderIds(),
                                wanted.maxSources(),
                                wanted.dayEndNanos()),
                        null);
            }
        }
    }

    private void instruments(final EngineConfig config) {
        for (int shard = 0; shard < shards.size(); shard++) {
            for (final Instrument instrument : shards.get(shard).instruments()) {
                places.put(instrument.symbol(), new Place(shard, instrument));
            }
        }
        final List<InstrumentPlan.Upsert> upserts;
        try {
            upserts = InstrumentPlan.of(
                    config, shards.stream().map(Known::instruments).toList());
        } catch (final ConfigException e) {
            problems.addAll(e.problems());
            return;
        }
        for (final InstrumentPlan.Upsert upsert : upserts) {
            final Instrument instrument = upsert.instrument();
            places.put(instrument.symbol(), new Place(upsert.shard(), instrument));
            add(
                    upsert.shard(),
                    "instrument " + instrument.symbol() + ": " + instrument,
                    UpsertInstrumentCommand.encode(buffer, 0, 0, 0, instrument),
                    instrument);
        }
    }

    private void limits(final EngineConfig config) {
        final EngineConfig.Risk risk = config.risk();
        if (config.matching().rules() < RULES_WITH_RISK) {
            if (!risk.equals(NO_RISK)) {
                problems.add(new ConfigProblem(
                        "risk", "needs matching.rules " + RULES_WITH_RISK + ": version 1 knows no limits"));
            }
            return;
        }
        accountLimits(0, risk.everyAccount());
        instrumentLimits("risk", 0, risk.instruments());
        for (int i = 0; i < risk.accounts().size(); i++) {
            final AccountRisk account = risk.accounts().get(i);
            accountLimits(account.accountId(), account.limits());
            instrumentLimits("risk.accounts[" + i + ']', account.accountId(), account.instruments());
        }
    }

    private void accountLimits(final long accountId, final AccountLimits limits) {
        for (int shard = 0; shard < shards.size(); shard++) {
            setOnce(shard, new RiskLimits(accountId, 0, 0, 0, 0, 0, limits.maxOpenOrders(), limits.ordersPerSecond()));
        }
    }

    private void instrumentLimits(final String parent, final long accountId, final List<InstrumentLimits> all) {
        for (int i = 0; i < all.size(); i++) {
            final String place = parent + ".instruments[" + i + ']';
            final InstrumentLimits limits = all.get(i);
            final Place at = places.get(limits.symbol());
            if (at == null) {
                problems.add(new ConfigProblem(
                        place + ".symbol",
                        "must be an instrument of the settings or of the journal, is '" + limits.symbol() + "'"));
                continue;
            }
            final Instrument instrument = at.instrument();
            final BigDecimal tick = BigDecimal.valueOf(instrument.tickSizeMantissa(), instrument.tickSizeScale());
            final BigDecimal lot = BigDecimal.valueOf(instrument.lotSizeMantissa(), instrument.lotSizeScale());
            setOnce(
                    at.shard(),
                    new RiskLimits(
                            accountId,
                            instrument.instrumentId(),
                            limits.priceBandBasisPoints(),
                            units(place + ".max-quantity", limits.maxQuantity(), lot),
                            units(place + ".max-notional", limits.maxNotional(), tick.multiply(lot)),
                            units(place + ".max-position", limits.maxPosition(), lot),
                            0,
                            0));
        }
    }

    private long units(final String place, final @Nullable BigDecimal value, final BigDecimal unit) {
        if (value == null) {
            return 0;
        }
        final BigDecimal[] parts = value.divideAndRemainder(unit);
        if (parts[1].signum() != 0 || parts[0].toBigInteger().bitLength() > LONG_BITS) {
            problems.add(new ConfigProblem(
                    place,
                    "must be a whole multiple of " + unit.toPlainString() + ", less than 2^63 of it, is "
                            + value.toPlainString()));
            return 0;
        }
        return parts[0].longValueExact();
    }

    private void setOnce(final int shard, final RiskLimits limits) {
        if (limits.isEmpty() || shards.get(shard).scopes().limits(limits.accountId(), limits.instrumentId()) != null) {
            return;
        }
        add(
                shard,
                "first " + limits,
                SetRiskLimitsCommand.encode(
                        buffer,
                        0,
                        0,
                        0,
                        limits.accountId(),
                        limits.instrumentId(),
                        limits.priceBandBasisPoints(),
                        limits.maxQuantityLots(),
                        limits.maxNotional(),
                        limits.maxPositionLots(),
                        limits.maxOpenOrders(),
                        limits.ordersPerSecond()),
                null);
    }

    private void add(final int shard, final String what, final int length, final @Nullable Instrument instrument) {
        final byte[] command = new byte[length];
        buffer.getBytes(0, command);
        steps.add(new Step(shard, what, command, instrument));
    }
}
