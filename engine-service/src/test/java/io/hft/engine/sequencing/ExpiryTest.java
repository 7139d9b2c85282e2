package io.hft.engine.sequencing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hft.engine.EngineFixture;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.OrderStatus;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.TimeInForce;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExpiryTest {
    @TempDir
    Path directory;

    @Test
    void ordersExpireThoughNobodySaysAnything() {
        try (EngineFixture engine = EngineFixture.start(EngineFixture.config(directory))) {
            final long before = engine.stats().getCommands();
            final long late = soon(30_000);
            submit(engine, 1, late);
            final long early = soon(150);
            submit(engine, 2, early);
            await().until(() -> engine.stats().getOpenOrders() == 1);
            final ExecutionReport expired = lastEvent(engine);
            assertThat(expired.getExecutionType()).isEqualTo(ExecutionType.EXECUTION_EXPIRED);
            assertThat(expired.getOrderStatus()).isEqualTo(OrderStatus.EXPIRED);
            assertThat(expired.getOrderId()).isEqualTo(2);
            assertThat(expired.getTimestampNanos()).isGreaterThanOrEqualTo(early);
            // One tick for one deadline, and nothing while there is none due.
            assertThat(engine.stats().getCommands()).isEqualTo(before + 3);
            submit(engine, 3, soon(50));
            await().until(() -> engine.stats().getOpenOrders() == 1);
            assertThat(engine.stats().getCommands()).isEqualTo(before + 5);
        }
    }

    @Test
    void ordersExpireWhoseTimeCameWhileTheEngineWasDown() {
        final long deadline = soon(300);
        try (EngineFixture engine = EngineFixture.start(EngineFixture.config(directory))) {
            submit(engine, 1, deadline);
        }
        await().until(() -> SystemEpochNanoClock.INSTANCE.nanoTime() > deadline);
        try (EngineFixture engine = EngineFixture.start(EngineFixture.config(directory))) {
            await().until(() -> engine.stats().getOpenOrders() == 0);
            assertThat(lastEvent(engine).getExecutionType()).isEqualTo(ExecutionType.EXECUTION_EXPIRED);
        }
    }

    private static long soon(final long millis) {
        return SystemEpochNanoClock.INSTANCE.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static void submit(final EngineFixture engine, final long orderId, final long deadline) {
        final var answer = engine.client()
                .submitOrder(EngineFixture.limit(orderId, Side.BUY, "49000.00", "1")
                        .setTimeInForce(TimeInForce.GTD)
                        .setExpireAtNanos(deadline)
                        .build());
        assertThat(answer.getOrder().getStatus()).isEqualTo(OrderStatus.NEW);
    }

    private static ExecutionReport lastEvent(final EngineFixture engine) {
        final long last = engine.stats().getLastSequence();
        return engine.events(last, last).getFirst();
    }
}
