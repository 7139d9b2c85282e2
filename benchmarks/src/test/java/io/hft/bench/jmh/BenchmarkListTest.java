package io.hft.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BenchmarkListTest {
    @Test
    void namesEveryBenchmarkSoThatTheJarFindsThem() throws Exception {
        try (InputStream list = getClass().getResourceAsStream("/META-INF/BenchmarkList")) {
            assertThat(list).isNotNull();
            assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8))
                    .contains(
                            OrderBookBenchmark.class.getName(),
                            MatchingEngineBenchmark.class.getName(),
                            RiskBenchmark.class.getName());
        }
    }

    @Test
    void operationsRunOnAFreshState() {
        final OrderBookBenchmark book = new OrderBookBenchmark();
        book.fill();
        final MatchingEngineBenchmark engine = new MatchingEngineBenchmark();
        engine.limits = "all";
        engine.fill();
        final RiskBenchmark risk = new RiskBenchmark();
        risk.limits = "all";
        risk.set();
        for (int i = 0; i < 10_000; i++) {
            assertThat(book.restAndCancel()).isPositive();
            assertThat(book.restAndMatch()).isEqualTo(10L * (i + 1));
            assertThat(book.replace()).isEqualTo(10);
            final long events = engine.restAndCancel();
            assertThat(engine.restAndMatch()).isGreaterThan(events);
            assertThat(engine.replace()).isPositive();
            assertThat(risk.order()).isNotNull();
        }
    }
}
