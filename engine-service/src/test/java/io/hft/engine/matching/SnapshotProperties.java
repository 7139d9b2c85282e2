package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.Side;
import io.hft.engine.event.EventSink;
import io.hft.engine.reference.ReferenceEngine;
import io.hft.engine.support.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Random flows of all worlds: a core that is put away as a snapshot and fetched back at any point goes on as if nothing had been, and
 * whoever comes to the same state by whatever way writes the same bytes.
 */
class SnapshotProperties {
    private static final int EPISODE = 4_000;
    private static final int DEEP_EPISODE = 12_000;

    private final SplittableRandom seeds = Seed.random("SnapshotProperties");

    @Test
    void goesOnFromAnySnapshotAsIfNothingHadBeen() {
        final int commands = Seed.commands(160_000);
        final int only = Integer.getInteger("hft.properties.episode", -1);
        final FlowWorld[] worlds = FlowWorld.values();
        for (int episode = 0; episode * EPISODE < commands; episode++) {
            final long seed = seeds.nextLong();
            if (only < 0 || only == episode) {
                final FlowWorld world = worlds[episode % worlds.length];
                try {
                    new Episode(world, seed).play();
                } catch (AssertionError | RuntimeException failure) {
                    throw new AssertionError("episode " + episode + " (" + world + "): " + failure, failure);
                }
            }
        }
    }

    /** One flow, through a core that lives on and through others that are restored again and again. */
    private static final class Episode {
        private final FlowWorld world;
        private final SplittableRandom random;
        private final ReferenceEngine reference;
        private final RandomFlow flow;
        private final List<RecordedCommand> journal = new ArrayList<>();
        private final Recorder expected = new Recorder();
        private final Recorder actual = new Recorder();
        private final MatchingEngine live;
        private MatchingEngine restored;
        private List<byte[]> first = List.of();
        private int firstAt;

        Episode(FlowWorld world, long seed) {
            this.world = world;
            random = new SplittableRandom(seed);
            live = new MatchingEngine(world.maxOpenOrders, world.recentOrderIds);
            restored = new MatchingEngine(world.maxOpenOrders, world.recentOrderIds);
            reference = new ReferenceEngine(world.maxOpenOrders, world.recentOrderIds);
            flow = new RandomFlow(world, random.nextLong(), reference);
        }

        void play() {
            final boolean deep = world == FlowWorld.DEEP;
            final int commands = deep ? DEEP_EPISODE : EPISODE;
            final int firstSnapshot = random.nextInt(commands / 2);
            for (int i = 0; i < commands; i++) {
                if (i == firstSnapshot) {
                    first = Snapshots.take(live);
                    firstAt = i;
                }
                if (random.nextInt(deep ? 2_000 : 100) == 0) {
                    putAwayAndFetchBack();
                }
                step();
            }
            putAwayAndFetchBack();
            compareBooks();
            comesToTheSameBytesByReplay();
        }

        private void step() {
            final int length = flow.next();
            final RecordedCommand command =
                    RecordedCommand.of(flow.command, RandomFlow.OFFSET, length, flow.timeNanos());
            journal.add(command);
            reference.apply(flow.command, RandomFlow.OFFSET, length, flow.timeNanos());
            apply(live, command, expected);
            apply(restored, command, actual);
            if (!expected.sameAs(actual) || live.stateHash() != restored.stateHash()) {
                throw new AssertionError("events differ after command " + journal.size() + ", " + command);
            }
            assertThat(restored.lastEventSequence()).isEqualTo(live.lastEventSequence());
            assertThat(restored.nextDeadlineNanos()).isEqualTo(live.nextDeadlineNanos());
        }

        private void putAwayAndFetchBack() {
            final List<byte[]> before = Snapshots.take(live);
            if (!Snapshots.same(before, Snapshots.take(restored))) {
                throw new AssertionError("other bytes than the restored core, after command " + journal.size());
            }
            restored = Snapshots.restore(before);
            if (!Snapshots.same(before, Snapshots.take(restored))) {
                throw new AssertionError("other bytes after restoring, after command " + journal.size());
            }
            compareBooks();
        }

        private void compareBooks() {
            assertThat(restored.openOrderCount()).isEqualTo(live.openOrderCount());
            for (int instrument = 1; instrument <= EnginePair.INSTRUMENTS; instrument++) {
                assertThat(orders(restored, instrument)).isEqualTo(orders(live, instrument));
                assertThat(restored.lastTradePriceTicks(instrument)).isEqualTo(live.lastTradePriceTicks(instrument));
                for (final Side side : Side.values()) {
                    assertThat(depth(restored, instrument, side)).isEqualTo(depth(live, instrument, side));
                }
            }
        }

        // From zero, and from the first snapshot with what came behind it.
        private void comesToTheSameBytesByReplay() {
            final List<byte[]> last = Snapshots.take(live);
            final MatchingEngine fromZero = new MatchingEngine(world.maxOpenOrders, world.recentOrderIds, 77);
            journal.forEach(command -> apply(fromZero, command, actual));
            final MatchingEngine fromFirst = Snapshots.restore(first);
            journal.subList(firstAt, journal.size()).forEach(command -> apply(fromFirst, command, actual));
            assertThat(Snapshots.same(last, Snapshots.take(fromZero)))
                    .as("bytes after a replay from zero")
                    .isTrue();
            assertThat(Snapshots.same(last, Snapshots.take(fromFirst)))
                    .as("bytes after snapshot and tail")
                    .isTrue();
        }

        private static void apply(MatchingEngine engine, RecordedCommand command, Recorder into) {
            into.length = 0;
            final UnsafeBuffer buffer = new UnsafeBuffer(command.bytes());
            engine.apply(buffer, 0, command.bytes().length, command.timeNanos(), into);
        }

        private static List<String> orders(MatchingEngine engine, int instrument) {
            final List<String> orders = new ArrayList<>();
            engine.openOrders(
                    instrument,
                    new OpenOrdersCursor(),
                    Integer.MAX_VALUE,
                    order -> orders.add(order.orderId() + "/" + order.accountId() + " " + order.terms + " "
                            + order.leavesQuantityLots() + " of " + order.quantityLots() + "@" + order.priceTicks()
                            + " stop " + order.stopPriceTicks() + " display " + order.displayQuantityLots()
                            + " until " + order.expireAtNanos() + " status " + order.orderStatusCode()));
            return orders;
        }

        private static List<String> depth(MatchingEngine engine, int instrument, Side side) {
            final List<String> levels = new ArrayList<>();
            engine.depth(
                    instrument,
                    side,
                    Integer.MAX_VALUE,
                    (price, quantity, count) -> levels.add(quantity + "@" + price + " of " + count));
            return levels;
        }
    }

    /** The bytes of all events, and what was said of levels, of one command. */
    private static final class Recorder implements EventSink {
        private byte[] bytes = new byte[4_096];
        private int length;

        boolean sameAs(Recorder other) {
            return Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
        }

        @Override
        public void onEvent(long sequence, DirectBuffer buffer, int offset, int eventLength) {
            final int at = room(eventLength);
            buffer.getBytes(offset, bytes, at, eventLength);
        }

        @Override
        public void onLevel(int instrumentId, boolean bid, long priceTicks, long quantityLots, int orderCount) {
            final int at = room(32);
            final UnsafeBuffer level = new UnsafeBuffer(bytes, at, 32);
            level.putInt(0, bid ? instrumentId : -instrumentId);
            level.putLong(8, priceTicks);
            level.putLong(16, quantityLots);
            level.putInt(24, orderCount);
        }

        private int room(int more) {
            if (length + more > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * (length + more));
            }
            final int at = length;
            Arrays.fill(bytes, at, at + more, (byte) 0);
            length += more;
            return at;
        }
    }
}
