package io.hft.backend.settlement;

import io.hft.backend.engine.ExecutionReport;
import io.hft.backend.engine.ExecutionReport.Type;
import io.hft.backend.engine.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is booked at once: one report, or both sides of a trade. */
sealed interface Step {
    /** Anything but a trade. */
    record Single(ExecutionReport report) implements Step {}

    /** The maker's report comes directly before the taker's. */
    record Trade(ExecutionReport maker, ExecutionReport taker) implements Step {
        BigDecimal price() {
            return Objects.requireNonNull(maker.lastPrice());
        }

        BigDecimal quantity() {
            return Objects.requireNonNull(maker.lastQuantity());
        }

        ExecutionReport of(Side side) {
            return maker.side() == side ? maker : taker;
        }
    }

    /** Whether the last report waits for its other half. */
    static boolean endsWithinTrade(List<ExecutionReport> reports) {
        return !reports.isEmpty()
                && reports.getLast().type() == Type.TRADE
                && reports.getLast().maker();
    }

    /** @throws SettlementProblem when the halves of a trade do not fit */
    static List<Step> of(List<ExecutionReport> reports) {
        List<Step> steps = new ArrayList<>(reports.size());
        for (int i = 0; i < reports.size(); i++) {
            ExecutionReport report = reports.get(i);
            if (report.type() == Type.TRADE) {
                i++;
                steps.add(trade(report, i < reports.size() ? reports.get(i) : report));
            } else {
                steps.add(new Single(report));
            }
        }
        return steps;
    }

    private static Trade trade(ExecutionReport maker, ExecutionReport taker) {
        boolean fits = maker.maker()
                && taker.type() == Type.TRADE
                && !taker.maker()
                && maker.tradeId() == taker.tradeId()
                && maker.symbol().equals(taker.symbol())
                && maker.side() != null
                && taker.side() != null
                && maker.side() != taker.side()
                && isSame(maker.lastPrice(), taker.lastPrice())
                && isSame(maker.lastQuantity(), taker.lastQuantity());
        if (!fits) {
            throw new SettlementProblem(
                    "events " + maker.sequence() + " and " + taker.sequence() + " are not the two sides of a trade");
        }
        return new Trade(maker, taker);
    }

    private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        return one != null && other != null && one.compareTo(other) == 0;
    }
}
