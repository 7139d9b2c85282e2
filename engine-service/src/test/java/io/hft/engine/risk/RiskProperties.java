package io.hft.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.support.Seed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Random limits, orders and trades of any size against a model of maps, lists and unbounded numbers that counts everything anew. */
class RiskProperties {
    private static final int[] INSTRUMENTS = {1, 2, 300};
    private static final int ACCOUNTS = 40;

    private final SplittableRandom random = Seed.random("RiskProperties");
    private final Instruments instruments = new Instruments();
    private final Risk risk = new Risk(instruments);
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[256]);

    private record Scope(long account, int instrument) {}

    private record Open(Scope scope, boolean buy, long lots) {}

    private final Map<Scope, RiskLimits> limits = new HashMap<>();
    private final Map<Scope, BigInteger> positions = new HashMap<>();
    private final List<Open> open = new ArrayList<>();
    private final Map<Long, List<Long>> passed = new HashMap<>();
    private long nanos;

    @Test
    void decidesAsTheModelDoes() {
        for (final int instrument : INSTRUMENTS) {
            instruments.upsert(RiskTest.instrument(instrument, "I" + instrument, instrument == 2 ? 500 : 0));
        }
        final int steps = Seed.commands(60_000);
        int refused = 0;
        for (int step = 0; step < steps; step++) {
            nanos += random.nextLong(200_000_000);
            switch (random.nextInt(12)) {
                case 0 -> setLimits();
                case 1 -> trade();
                case 2, 3 -> close();
                case 4 -> replace();
                default -> refused += order() ? 0 : 1;
            }
        }
        assertThat(refused).as("some are refused").isGreaterThan(steps / 100);
        for (int account = 1; account <= ACCOUNTS; account++) {
            final long id = account;
            assertThat(risk.openOrders(account))
                    .isEqualTo(open.stream()
                            .filter(order -> order.scope.account == id)
                            .count());
        }
    }

    private void setLimits() {
        final Scope scope = new Scope(random.nextInt(ACCOUNTS / 4 + 1), random.nextInt(3) == 0 ? 0 : instrument());
        final boolean ofInstrument = scope.instrument != 0;
        final RiskLimits wanted = new RiskLimits(
                scope.account,
                scope.instrument,
                ofInstrument && scope.account == 0 ? random.nextInt(3) * 4_000 : 0,
                ofInstrument ? limit() : 0,
                ofInstrument ? limit() : 0,
                ofInstrument ? limit() : 0,
                ofInstrument ? 0 : random.nextInt(4) * 3,
                ofInstrument ? 0 : random.nextInt(4));
        SetRiskLimitsCommand.encode(
                command,
                0,
                0,
                0,
                wanted.accountId(),
                wanted.instrumentId(),
                wanted.priceBandBasisPoints(),
                wanted.maxQuantityLots(),
                wanted.maxNotional(),
                wanted.maxPositionLots(),
                wanted.maxOpenOrders(),
                wanted.ordersPerSecond());
        assertThat(risk.setLimits(command, 0)).isEqualTo(RejectReason.NONE);
        limits.put(scope, wanted);
    }

    private boolean order() {
        final Scope scope = scope();
        final boolean buy = random.nextBoolean();
        final boolean mayRest = random.nextInt(4) > 0;
        final long price = random.nextInt(4) == 0 ? 0 : size();
        final long stop = random.nextInt(4) == 0 ? size() : 0;
        final long lots = size();
        final long reference = size();
        final RejectReason expected = expected(scope, buy, mayRest, price, stop, true, lots, lots, reference);
        assertThat(risk.checkOrder(position(scope), buy, mayRest, price, stop, lots, reference, nanos))
                .isEqualTo(expected);
        if (expected != RejectReason.NONE) {
            return false;
        }
        count(scope);
        if (mayRest) {
            risk.opened(position(scope), buy, lots);
            open.add(new Open(scope, buy, lots));
        }
        return true;
    }

    private void replace() {
        if (open.isEmpty()) {
            return;
        }
        final int index = random.nextInt(open.size());
        final Open order = open.get(index);
        final long total = size();
        final long price = random.nextInt(4) == 0 ? 0 : size();
        final long stop = random.nextInt(4) == 0 ? size() : 0;
        final boolean pricesChange = random.nextBoolean();
        final long reference = size();
        final long added = total - order.lots;
        final RejectReason expected =
                expected(order.scope, order.buy, false, price, stop, pricesChange, total, added, reference);
        assertThat(risk.checkReplace(
                        position(order.scope), order.buy, price, stop, pricesChange, total, added, reference, nanos))
                .isEqualTo(expected);
        if (expected == RejectReason.NONE) {
            count(order.scope);
            risk.leavesChanged(position(order.scope), order.buy, added);
            open.set(index, new Open(order.scope, order.buy, total));
        }
    }

    private void trade() {
        final Scope maker = scope();
        final Scope taker = new Scope(1 + random.nextInt(ACCOUNTS), maker.instrument);
        final boolean takerBuys = random.nextBoolean();
        final long lots = size();
        risk.traded(position(maker), position(taker), takerBuys, lots);
        positions.merge(taker, BigInteger.valueOf(takerBuys ? lots : -lots), BigInteger::add);
        positions.merge(maker, BigInteger.valueOf(takerBuys ? -lots : lots), BigInteger::add);
    }

    private void close() {
        if (!open.isEmpty()) {
            final Open order = open.remove(random.nextInt(open.size()));
            risk.closed(position(order.scope), order.buy, order.lots);
        }
    }

    private RejectReason expected(
            final Scope scope,
            final boolean buy,
            final boolean mayRest,
            final long price,
            final long stop,
            final boolean checkBand,
            final long lots,
            final long added,
            final long reference) {
        final long maxQuantity = limit(scope, RiskLimits::maxQuantityLots);
        if (maxQuantity != 0 && lots > maxQuantity) {
            return RejectReason.MAX_QUANTITY_EXCEEDED;
        }
        final long maxNotional = limit(scope, RiskLimits::maxNotional);
        if (maxNotional != 0
                && big(price == 0 ? reference : price).multiply(big(lots)).compareTo(big(maxNotional)) > 0) {
            return RejectReason.MAX_NOTIONAL_EXCEEDED;
        }
        if (checkBand && !isWithinBand(scope.instrument, buy, price, stop, reference)) {
            return RejectReason.PRICE_OUTSIDE_BAND;
        }
        final Scope account = new Scope(scope.account, 0);
        final long maxOpen = limit(account, RiskLimits::maxOpenOrders);
        if (mayRest
                && maxOpen != 0
                && open.stream()
                                .filter(order -> order.scope.account == scope.account)
                                .count()
                        >= maxOpen) {
            return RejectReason.MAX_OPEN_ORDERS_EXCEEDED;
        }
        final long maxPosition = limit(scope, RiskLimits::maxPositionLots);
        final BigInteger position = positions.getOrDefault(scope, BigInteger.ZERO);
        final BigInteger worst = open.stream()
                .filter(order -> order.scope.equals(scope) && order.buy == buy)
                .map(order -> big(order.lots))
                .reduce(buy ? position : position.negate(), BigInteger::add)
                .add(big(added));
        if (added > 0 && maxPosition != 0 && worst.compareTo(big(maxPosition)) > 0) {
            return RejectReason.MAX_POSITION_EXCEEDED;
        }
        final long maxRate = limit(account, RiskLimits::ordersPerSecond);
        final long inThisSecond = passed.getOrDefault(scope.account, List.of()).stream()
                .filter(time -> time / 1_000_000_000 == nanos / 1_000_000_000)
                .count();
        return maxRate != 0 && inThisSecond >= maxRate ? RejectReason.ORDER_RATE_EXCEEDED : RejectReason.NONE;
    }

    private boolean isWithinBand(
            final int instrument, final boolean buy, final long price, final long stop, final long reference) {
        final RiskLimits set = limits.get(new Scope(0, instrument));
        final int band =
                set != null && set.priceBandBasisPoints() != 0 ? set.priceBandBasisPoints() : instrument == 2 ? 500 : 0;
        if (band == 0) {
            return true;
        }
        final BigInteger width = big(reference).multiply(big(band)).divide(big(10_000));
        final BigInteger upper = big(reference).add(width);
        final BigInteger lower = big(reference).subtract(width);
        final boolean priceFits = price == 0
                || (buy ? big(price).compareTo(upper) <= 0 : big(price).compareTo(lower) >= 0);
        return priceFits
                && (stop == 0 || big(stop).compareTo(upper) <= 0 && big(stop).compareTo(lower) >= 0);
    }

    private long limit(final Scope scope, final java.util.function.ToLongFunction<RiskLimits> field) {
        final RiskLimits own = limits.get(scope);
        if (own != null && field.applyAsLong(own) != 0) {
            return field.applyAsLong(own);
        }
        final RiskLimits all = limits.get(new Scope(0, scope.instrument));
        return all == null ? 0 : field.applyAsLong(all);
    }

    private void count(final Scope scope) {
        final List<Long> times = passed.computeIfAbsent(scope.account, account -> new ArrayList<>());
        times.removeIf(time -> time < nanos - 2_000_000_000);
        times.add(nanos);
    }

    private int position(final Scope scope) {
        return risk.position(scope.account, scope.instrument);
    }

    private Scope scope() {
        return new Scope(1 + random.nextInt(ACCOUNTS), instrument());
    }

    private int instrument() {
        return INSTRUMENTS[random.nextInt(INSTRUMENTS.length)];
    }

    private long limit() {
        return random.nextBoolean() ? 0 : size();
    }

    /** Small numbers, and numbers of every width up to the largest. */
    private long size() {
        return random.nextInt(3) == 0
                ? 1 + random.nextInt(20)
                : 1 + (random.nextLong() >>> 1 + random.nextInt(62)) % (Long.MAX_VALUE - 1);
    }

    private static BigInteger big(final long value) {
        return BigInteger.valueOf(value);
    }
}
