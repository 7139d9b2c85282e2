package io.hft.bench.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowShapeTest {
    private static final int MESSAGES = 60_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void makesTheSameFlowOfTheSameSeedAndAnotherOfAnother(FlowShape shape) {
        final OrderFlow flow = shape.generate(7, MESSAGES);
        assertThat(flow.size()).isEqualTo(MESSAGES);
        assertThat(differences(flow, shape.generate(7, MESSAGES))).isZero();
        assertThat(differences(flow, shape.generate(8, MESSAGES))).isGreaterThan(MESSAGES / 4);
    }

    @ParameterizedTest
    @EnumSource
    void givesEveryOrderAnIdOfItsOwnAndTermsThatABookTakes(FlowShape shape) {
        final OrderFlow flow = shape.generate(3, MESSAGES);
        final Map<Long, Boolean> sides = new HashMap<>();
        for (int message = 0; message < flow.size(); message++) {
            assertThat(flow.sequence(message)).isEqualTo(message);
            if (flow.kind(message) == OrderFlow.NEW) {
                assertThat(sides.put(flow.orderId(message), flow.isBuy(message)))
                        .isNull();
            } else {
                assertThat(sides).containsKey(flow.orderId(message));
            }
            if (flow.kind(message) != OrderFlow.CANCEL) {
                assertThat(flow.isBuy(message)).isEqualTo(sides.get(flow.orderId(message)));
                assertThat(flow.price(message)).isPositive();
                assertThat(flow.quantity(message)).isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesBackFromItsFile(FlowShape shape) throws IOException {
        final OrderFlow flow = shape.generate(5, 5_000);
        for (final String name : new String[] {"flow.csv", "flow.csv.gz"}) {
            final Path file = directory.resolve(name);
            FlowFile.write(flow, file);
            final OrderFlow read = FlowFile.read(file);
            assertThat(read.size()).isEqualTo(flow.size());
            assertThat(differences(flow, read)).isZero();
        }
    }

    @Test
    void actsOnInterleavedOrdersUpToFiftyThousandMessagesLater() {
        final OrderFlow flow = FlowShape.INTERLEAVED.generate(1, 200_000);
        final Map<Long, Integer> last = new HashMap<>();
        int oldest = 0;
        int young = 0;
        int old = 0;
        for (int message = 0; message < flow.size(); message++) {
            final Integer before = last.put(flow.orderId(message), message);
            if (flow.kind(message) != OrderFlow.NEW && message > 100_000) {
                final int age = message - before;
                oldest = Math.max(oldest, age);
                if (age < 25_000) {
                    young++;
                } else {
                    old++;
                }
            }
        }
        // A slot that is taken makes an action a little later than drawn.
        assertThat(oldest).isBetween(45_000, 51_000);
        assertThat((double) young / old).isBetween(0.8, 1.2);
    }

    private static int differences(OrderFlow one, OrderFlow other) {
        int differences = 0;
        for (int message = 0; message < one.size(); message++) {
            if (one.kind(message) != other.kind(message)
                    || one.orderId(message) != other.orderId(message)
                    || one.isBuy(message) != other.isBuy(message)
                    || one.price(message) != other.price(message)
                    || one.quantity(message) != other.quantity(message)
                    || one.isImmediateOrCancel(message) != other.isImmediateOrCancel(message)) {
                differences++;
            }
        }
        return differences;
    }
}
