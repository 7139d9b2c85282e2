package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.v1.ExecutionReport;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.Instrument;
import io.hft.engine.v1.OrderBook;
import io.hft.engine.v1.OrderState;
import io.hft.it.support.Api;
import io.hft.it.support.Consistency;
import io.hft.it.support.EventRecorder;
import io.hft.it.support.OrderFlow;
import io.hft.it.support.OrderFlow.Market;
import io.hft.it.support.Platform;
import io.hft.it.support.Reply;
import io.hft.it.support.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** kill -9 of the engine takes nothing that was acknowledged. */
class EngineKillIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @Test
    void hasEveryAnsweredOrderOnceAfterAKillUnderLoad() {
        List<Api.User> users = List.of(platform.api().register(), platform.api().register());
        for (Api.User user : users) {
            assertThat(user.api().execute(user.id(), "BTC", "1", "stock").status())
                    .isEqualTo(200);
        }
        OrderFlow flow;
        List<ExecutionReport> seen;
        try (EventRecorder recorder = new EventRecorder(platform.engineClient())) {
            flow = new OrderFlow(
                    users,
                    List.of(Market.of("BTC-USD", "50000.00", "0.01", "500", "0.002")),
                    8,
                    Seed.forTest("EngineKillIT"));
            try (flow) {
                awaitAnswers(flow, 150);
                platform.killEngine();
                platform.startEngine();
                platform.awaitHealthy();
                awaitAnswers(flow, flow.answered().size() + 100);
            }
            new Consistency(platform).awaitRestAndCheck();
            long last = platform.engineClient().lastSequence();
            Awaitility.await("the recorder has all").until(() -> recorder.lastSequence() == last);
            seen = recorder.events();
        }

        assertThat(flow.surprises()).isEmpty();
        assertThat(seen.stream().map(ExecutionReport::getSequence))
                .as("sequences as a consumer saw them through the kill")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, seen.size()).boxed().toList());
        assertThat(platform.engineClient().events(1, seen.size()))
                .as("the history as it is told now")
                .isEqualTo(seen);
        Map<Long, Long> acceptances = seen.stream()
                .filter(event -> event.getExecutionType() == ExecutionType.EXECUTION_NEW)
                .collect(Collectors.groupingBy(ExecutionReport::getOrderId, Collectors.counting()));
        assertThat(flow.answered()).hasSizeGreaterThan(200);
        flow.answered().forEach((orderId, placement) -> {
            assertThat(acceptances).as("acceptances of order %s", orderId).containsEntry(Long.parseLong(orderId), 1L);
            Reply order = placement.user().api().get("/api/v1/orders/" + orderId);
            assertThat(order.status()).isEqualTo(200);
            assertThat(order.text("client_order_id")).isEqualTo(placement.clientOrderId());
        });
        assertThat(
                        platform.database()
                                .lines(
                                        "select user_id, client_order_id from orders where client_order_id is not null group by 1, 2 having count(*) > 1"))
                .isEmpty();
    }

    @Test
    void hasTheSameBooksAfterAKillAtRest() {
        Api.User user = platform.api().register();
        for (int i = 0; i < 20; i++) {
            assertThat(user.api()
                            .limit("ETH-USD", "BUY", "29" + (50 + i) + ".00", "0.1", "GTC", "rest-" + i)
                            .status())
                    .isEqualTo(201);
        }
        new Consistency(platform).awaitRest();
        List<OrderBook> books = books();
        List<OrderState> orders = openOrders();
        long last = platform.engineClient().lastSequence();

        platform.killEngine();
        platform.startEngine();

        assertThat(platform.engineClient().lastSequence()).isGreaterThanOrEqualTo(last);
        assertThat(books()).isEqualTo(books);
        assertThat(openOrders()).isEqualTo(orders);
        platform.awaitHealthy();
        Reply next = user.api().limit("ETH-USD", "SELL", "3050.00", "0.1", "GTC", "without-stock");
        assertThat(next.status()).as("no ETH to sell").isEqualTo(402);
        assertThat(user.api()
                        .limit("ETH-USD", "BUY", "2900.00", "0.1", "GTC", "after")
                        .status())
                .isEqualTo(201);
        new Consistency(platform).awaitRestAndCheck();
    }

    private static void awaitAnswers(OrderFlow flow, int count) {
        Awaitility.await("answered orders")
                .atMost(Duration.ofSeconds(60))
                .until(() -> flow.answered().size() >= count);
    }

    /** What the books hold; when and behind which event is another matter. */
    private static List<OrderBook> books() {
        List<OrderBook> books = new ArrayList<>();
        for (Instrument instrument : platform.engineClient().instruments()) {
            books.add(platform.engineClient().book(instrument.getSymbol()).toBuilder()
                    .clearSequence()
                    .clearTimestampNanos()
                    .build());
        }
        return books;
    }

    private static List<OrderState> openOrders() {
        return platform.engineClient().instruments().stream()
                .flatMap(instrument -> platform.engineClient().openOrders(instrument.getSymbol()).stream())
                .sorted(Comparator.comparingLong(OrderState::getOrderId))
                .toList();
    }
}
