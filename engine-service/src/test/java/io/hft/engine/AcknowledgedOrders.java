package io.hft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.GetOrderRequest;
import io.hft.engine.v1.GetStatsRequest;
import io.hft.engine.v1.OrderState;
import io.hft.engine.v1.ShardStats;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderResponse;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What clients were told by engines that come and go: every engine behind them must know it. */
final class AcknowledgedOrders {
    private final Map<Long, SubmitOrderResponse> answers = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    int count() {
        return answers.size();
    }

    /** Orders on both sides, until there is no answer; by any number of threads. */
    void submitUntilItFails(final ManagedChannel channel) {
        while (true) {
            final long id = ids.incrementAndGet();
            try {
                answers.put(
                        id,
                        EngineFixture.client(channel)
                                .submitOrder(EngineFixture.limit(
                                                id,
                                                id % 2 == 0 ? Side.BUY : Side.SELL,
                                                49_990 + id * 7 % 20 + ".00",
                                                "0.1")
                                        .setAccountId(7 + id % 2)
                                        .build()));
            } catch (final StatusRuntimeException e) {
                return;
            }
        }
    }

    /** Every order is known, and has got no younger; the events that are there have no gap, and those of an answer are as they were in it. */
    void requireAll(final ManagedChannel channel) {
        final ShardStats stats = EngineFixture.client(channel)
                .getStats(GetStatsRequest.getDefaultInstance())
                .getShards(0);
        final Map<Long, ExecutionReport> events =
                EngineFixture.events(EngineFixture.client(channel), stats.getFirstSequence(), stats.getLastSequence())
                        .stream()
                        .collect(Collectors.toMap(ExecutionReport::getSequence, event -> event));
        assertThat(events).hasSize((int) (stats.getLastSequence() - stats.getFirstSequence() + 1));
        answers.forEach((id, response) -> {
            final OrderState order = EngineFixture.client(channel)
                    .getOrder(GetOrderRequest.newBuilder()
                            .setSymbol(EngineFixture.BTC)
                            .setOrderId(id)
                            .build());
            assertThat(new BigDecimal(order.getCumulativeQuantity()))
                    .isGreaterThanOrEqualTo(new BigDecimal(response.getOrder().getCumulativeQuantity()));
            response.getReportsList().stream()
                    .filter(report -> report.getSequence() >= stats.getFirstSequence())
                    .forEach(report ->
                            assertThat(events.get(report.getSequence())).isEqualTo(report));
        });
    }
}
