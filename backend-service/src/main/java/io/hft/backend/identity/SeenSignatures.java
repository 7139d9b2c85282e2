package io.hft.backend.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The signatures that were used, each until its request is too old to be accepted anyway, so that none is accepted twice. Bounded by key and in
 * all: where there is no room the request is refused, never the memory shortened. Only good signatures come in, so strangers cannot fill it.
 * Callable from any thread.
 */
@Component
class SeenSignatures {
    static final int PER_KEY_MAX = 100_000;
    static final int TOTAL_MAX = 1_000_000;

    /** What became of a signature. */
    enum Admission {
        FIRST,
        REPLAYED,
        NO_ROOM
    }

    private final ConcurrentHashMap<String, OfKey> byKey = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private final Clock clock;

    SeenSignatures(Clock clock) {
        this.clock = clock;
    }

    /** @param until the signature's request is not accepted any more */
    Admission admit(String keyId, byte[] signature, Instant until) {
        String text = HexFormat.of().formatHex(signature);
        Admission[] admission = new Admission[1];
        byKey.compute(keyId, (id, known) -> {
            OfKey seen = known == null ? new OfKey() : known;
            total.addAndGet(-seen.forget(clock.instant()));
            admission[0] = seen.admit(text, until, total.get() < TOTAL_MAX);
            if (admission[0] == Admission.FIRST) {
                total.incrementAndGet();
            }
            return seen.isEmpty() ? null : seen;
        });
        return admission[0];
    }

    @Scheduled(fixedDelayString = "PT10S")
    void forget() {
        for (String keyId : byKey.keySet()) {
            byKey.computeIfPresent(keyId, (id, seen) -> {
                total.addAndGet(-seen.forget(clock.instant()));
                return seen.isEmpty() ? null : seen;
            });
        }
    }

    int size() {
        return total.get();
    }

    /** Of one key; used under the map's lock of that key. */
    private static final class OfKey {
        private record Entry(String signature, Instant until) {}

        private final Map<String, Instant> untils = new HashMap<>();
        private final PriorityQueue<Entry> byEnd =
                new PriorityQueue<>((a, b) -> a.until().compareTo(b.until()));

        Admission admit(String signature, Instant until, boolean room) {
            if (untils.containsKey(signature)) {
                return Admission.REPLAYED;
            }
            if (!room || untils.size() >= PER_KEY_MAX) {
                return Admission.NO_ROOM;
            }
            untils.put(signature, until);
            byEnd.add(new Entry(signature, until));
            return Admission.FIRST;
        }

        int forget(Instant now) {
            int forgotten = 0;
            for (Entry first = byEnd.peek(); first != null && first.until().isBefore(now); first = byEnd.peek()) {
                byEnd.remove();
                untils.remove(first.signature());
                forgotten++;
            }
            return forgotten;
        }

        boolean isEmpty() {
            return untils.isEmpty();
        }
    }
}
