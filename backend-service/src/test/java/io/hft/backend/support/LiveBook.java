package io.hft.backend.support;

import io.hft.backend.support.LiveClient.Message;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** A book as a client keeps it from the messages of channel {@code book}. */
public final class LiveBook {
    private final Map<BigDecimal, List<String>> bids = new TreeMap<>(Comparator.reverseOrder());
    private final Map<BigDecimal, List<String>> asks = new TreeMap<>();
    private long seq;
    private long sequence;
    private boolean synced;
    private int snapshots;
    private int updates;

    /** Fails when a message is missing or the checksum differs. */
    public void apply(Message message) {
        if (message.is("type", "stale")) {
            synced = false;
            return;
        }
        boolean snapshot = message.is("type", "snapshot");
        if (snapshot) {
            bids.clear();
            asks.clear();
            snapshots++;
        } else if (!synced) {
            return;
        } else {
            updates++;
            if (message.seq() != seq + 1) {
                throw new AssertionError("after " + seq + " came " + message.text());
            }
        }
        apply(bids, message.path("$.bids"));
        apply(asks, message.path("$.asks"));
        seq = message.seq();
        sequence = message.<Number>path("$.sequence").longValue();
        synced = true;
        if (checksum() != message.<Number>path("$.checksum").longValue()) {
            throw new AssertionError("the checksum of " + checkedText() + " is not that of " + message.text());
        }
    }

    private static void apply(Map<BigDecimal, List<String>> side, List<List<String>> levels) {
        for (List<String> level : levels) {
            BigDecimal price = new BigDecimal(level.get(0));
            if (new BigDecimal(level.get(1)).signum() == 0) {
                side.remove(price);
            } else {
                side.put(price, level);
            }
        }
    }

    /** The connection is gone: what comes next begins with a snapshot. */
    public void lost() {
        synced = false;
    }

    public boolean isSynced() {
        return synced;
    }

    /** The engine's last event in it. */
    public long sequence() {
        return sequence;
    }

    public int snapshots() {
        return snapshots;
    }

    public int updates() {
        return updates;
    }

    public List<List<String>> bids() {
        return List.copyOf(bids.values());
    }

    public List<List<String>> asks() {
        return List.copyOf(asks.values());
    }

    private long checksum() {
        CRC32 crc = new CRC32();
        crc.update(checkedText().getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    private String checkedText() {
        List<String> texts = new ArrayList<>();
        Iterator<List<String>> bid = bids.values().iterator();
        Iterator<List<String>> ask = asks.values().iterator();
        for (int i = 0; i < 10; i++) {
            if (bid.hasNext()) {
                texts.addAll(bid.next());
            }
            if (ask.hasNext()) {
                texts.addAll(ask.next());
            }
        }
        return String.join(":", texts);
    }
}
