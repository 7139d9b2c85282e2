package io.hft.bench.jmh;

import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.event.RejectReason;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.instrument.Instruments;
import io.hft.engine.risk.Risk;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What risk costs an order from entry to end: finding its account's position, all checks, its book-keeping as an open order and as one
 * that is gone. Ten thousand accounts take turns, so that their records are not all at hand.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RiskBenchmark {
    private static final int ACCOUNTS = 10_000;
    private static final long PRICE = 50_000;

    /** Whether every limit there is has been set, or none. */
    @Param({"none", "all"})
    public String limits = "none";

    private final Instruments instruments = new Instruments();
    private final Risk risk = new Risk(instruments);
    private long accountId;
    private long timestampNanos;

    /** Makes the accounts. */
    @Setup
    public void set() {
        instruments.upsert(new Instrument(1, "BTC-USD", "BTC", "USD", 1, 2, 1, 8, 1_000_000_000L, PRICE, 0));
        if (limits.equals("all")) {
            final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandHeader.MAX_COMMAND_LENGTH]);
            SetRiskLimitsCommand.encode(
                    command, 0, 0, 0, 0, 1, 1_000, 1_000_000, 1_000_000_000_000L, 1_000_000_000, 0, 0);
            require(risk.setLimits(command, 0));
            for (int account = 1; account <= ACCOUNTS; account++) {
                SetRiskLimitsCommand.encode(command, 0, 0, 0, account, 0, 0, 0, 0, 0, 1_000, 1_000_000_000);
                require(risk.setLimits(command, 0));
            }
        }
        for (int account = 1; account <= ACCOUNTS; account++) {
            risk.position(account, 1);
        }
    }

    /** One order: checked, opened, closed. */
    @Benchmark
    public RejectReason order() {
        accountId = accountId % ACCOUNTS + 1;
        timestampNanos += 1_000;
        final boolean buy = (accountId & 1) == 0;
        final int position = risk.position(accountId, 1);
        final RejectReason reason = risk.checkOrder(position, buy, true, PRICE, 0, 10, PRICE, timestampNanos);
        risk.opened(position, buy, 10);
        risk.closed(position, buy, 10);
        require(reason);
        return reason;
    }

    private static void require(RejectReason reason) {
        if (reason != RejectReason.NONE) {
            throw new IllegalStateException("refused: " + reason);
        }
    }
}
