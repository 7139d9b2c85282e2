package io.hft.backend.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A reader that takes messages only when it is let to. */
class OutboxTest {
    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore turns = new Semaphore(0);
    private final AtomicLong total = new AtomicLong();
    private volatile @Nullable CloseCode code;
    private volatile boolean aborted;
    private volatile boolean broken;

    private final StreamProperties limits = new Binder(new MapConfigurationPropertySource(
                    Map.of("hft.stream.queue-messages", "20", "hft.stream.queue-chars", "20000")))
            .bindOrCreate("hft.stream", StreamProperties.class);
    private final Outbox outbox = new Outbox(
            new Outbox.Wire() {
                @Override
                public void send(String text) throws IOException {
                    turns.acquireUninterruptibly();
                    if (broken) {
                        throw new IOException("gone");
                    }
                    if (text.equals("too much")) {
                        throw new StackOverflowError("of a test");
                    }
                    taken.add(text);
                }

                @Override
                public void ping() throws IOException {
                    send("ping");
                }

                @Override
                public void close(CloseCode with) {
                    code = with;
                }

                @Override
                public void abort() {
                    aborted = true;
                }
            },
            limits,
            total);

    @Test
    void keepsTheOrderOfWhatMayNotBeLost() {
        for (int i = 0; i < 20; i++) {
            outbox.add(Frame.of("m" + i));
        }
        turns.release(20);
        await().until(() -> taken.size() == 20);
        assertThat(taken).first().isEqualTo("m0");
        assertThat(taken).last().isEqualTo("m19");
        assertThat(total).hasValue(0);
    }

    @Test
    void endsTheConnectionWithACodeWhenTooMuchWaits() {
        for (int i = 0; i < 30; i++) {
            outbox.add(Frame.of("m" + i));
        }
        turns.release(30);
        await().until(() -> code == CloseCode.SLOW_READER);
        assertThat(taken).as("only what was under way").hasSizeLessThanOrEqualTo(1);
        assertThat(total).hasValue(0);
        outbox.add(Frame.of("late"));
        assertThat(total).hasValue(0);
    }

    @Test
    void endsItAlsoWhenTooManyCharactersWait() {
        // One may be under way already.
        for (int i = 0; i < 4; i++) {
            outbox.add(Frame.of("x".repeat(9_000)));
        }
        turns.release(4);
        await().until(() -> code == CloseCode.SLOW_READER);
    }

    @Test
    void keepsOnlyTheNewestOfAState() {
        outbox.add(Frame.of("first"));
        for (int i = 0; i < 1_000; i++) {
            outbox.put("ticker", Frame.of("ticker" + i));
            outbox.put("other", Frame.of("other" + i));
        }
        turns.release(1);
        await().until(() -> taken.size() == 1);
        turns.release(10);
        await().until(() -> taken.size() >= 3);
        assertThat(taken).contains("ticker999", "other999").hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void givesASlowReaderASnapshotInsteadOfManyChangesAndNeverAGap() {
        AtomicLong state = new AtomicLong();
        outbox.follow("book", () -> new Frame("snapshot " + state.get(), state.get()));
        turns.release(1);
        await().until(() -> taken.size() == 1);
        for (long seq = 1; seq <= 1_000; seq++) {
            state.set(seq);
            outbox.book("book", new Frame("change " + seq, seq));
        }
        turns.release(1_000);
        await().until(() -> taken.getLast().endsWith(" 1000"));
        assertThat(taken).hasSizeLessThan(100);
        long last = 0;
        for (String text : List.copyOf(taken)) {
            long seq = Long.parseLong(text.substring(text.indexOf(' ') + 1));
            if (text.startsWith("change")) {
                assertThat(seq).isEqualTo(last + 1);
            } else {
                assertThat(seq).isGreaterThanOrEqualTo(last);
            }
            last = seq;
        }
    }

    @Test
    void asksForASnapshotWhenAChangeIsMissing() {
        AtomicLong state = new AtomicLong(5);
        outbox.follow("book", () -> new Frame("snapshot" + state.get(), state.get()));
        turns.release(100);
        await().until(() -> taken.contains("snapshot5"));
        outbox.book("book", new Frame("change4", 4));
        outbox.book("book", new Frame("change6", 6));
        state.set(8);
        outbox.book("book", new Frame("change8", 8));
        await().until(() -> taken.contains("snapshot8"));
        assertThat(taken).containsExactly("snapshot5", "change6", "snapshot8");
    }

    @Test
    void givesUpAConnectionWhoseSenderDied() {
        turns.release(1);
        outbox.add(Frame.of("too much"));
        await().dontCatchUncaughtExceptions().until(() -> aborted);
        outbox.add(Frame.of("late"));
        assertThat(total).hasValue(0);
    }

    @Test
    void givesUpAConnectionThatBreaks() {
        broken = true;
        turns.release(1);
        outbox.add(Frame.of("m"));
        await().until(() -> aborted);
        outbox.add(Frame.of("late"));
        assertThat(total).hasValue(0);
    }
}
