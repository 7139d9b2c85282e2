package io.hft.tui.model;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;

/**
 * A market's book, kept as {@code docs/api/websocket.md} says: snapshots replace it, updates go on from it, a checksum is computed after each.
 * It is stale from the moment that anything is in doubt until a snapshot is right again.
 */
public final class BookModel {
    private static final int CHECKED_LEVELS = 10;

    /** A price level; the texts are as they were sent, since the checksum goes over them. */
    public record Level(BigDecimal price, BigDecimal quantity, String priceText, String quantityText) {
        static Level of(JsonNode pair) {
            String price = pair.path(0).asString();
            String quantity = pair.path(1).asString();
            return new Level(new BigDecimal(price), new BigDecimal(quantity), price, quantity);
        }
    }

    /** What became of a message. */
    public enum Applied {
        APPLIED,
        IGNORED,
        /** A message is missing, or the checksum is wrong: the book must begin anew. */
        IN_DOUBT
    }

    private final NavigableMap<BigDecimal, Level> bids = new TreeMap<>(Comparator.reverseOrder());
    private final NavigableMap<BigDecimal, Level> asks = new TreeMap<>();
    private long seq;
    private long sequence;
    private boolean inSync;

    /** Takes a message of the channel {@code book}. */
    public Applied apply(JsonNode message) {
        String type = message.path("type").asString("");
        if (type.equals("stale")) {
            inSync = false;
            return Applied.APPLIED;
        }
        long next = message.path("seq").asLong(-1);
        if (type.equals("snapshot")) {
            bids.clear();
            asks.clear();
        } else if (!inSync) {
            return Applied.IGNORED;
        } else if (next != seq + 1) {
            inSync = false;
            return Applied.IN_DOUBT;
        }
        merge(bids, message.path("bids"));
        merge(asks, message.path("asks"));
        seq = next;
        sequence = message.path("sequence").asLong(sequence);
        inSync = checksum() == message.path("checksum").asLong(-1);
        return inSync ? Applied.APPLIED : Applied.IN_DOUBT;
    }

    /** Shows what REST says for as long as the feed's book is not right; it stays marked stale. */
    public void show(JsonNode answer) {
        if (!inSync && answer.path("sequence").asLong(0) >= sequence) {
            bids.clear();
            asks.clear();
            merge(bids, answer.path("bids"));
            merge(asks, answer.path("asks"));
            sequence = answer.path("sequence").asLong(0);
        }
    }

    public void markStale() {
        inSync = false;
    }

    public boolean isStale() {
        return !inSync;
    }

    /** The engine's last event that the book shows. */
    public long sequence() {
        return sequence;
    }

    /** Best first. */
    public List<Level> side(Side side) {
        return List.copyOf(levels(side).values());
    }

    public Optional<Level> best(Side side) {
        return Optional.ofNullable(levels(side).firstEntry()).map(java.util.Map.Entry::getValue);
    }

    public Optional<BigDecimal> spread() {
        return best(Side.SELL)
                .flatMap(ask -> best(Side.BUY).map(bid -> ask.price().subtract(bid.price())));
    }

    public Optional<BigDecimal> middle() {
        return best(Side.SELL).flatMap(ask -> best(Side.BUY)
                .map(bid -> ask.price().add(bid.price()).divide(BigDecimal.TWO)));
    }

    private NavigableMap<BigDecimal, Level> levels(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    private static void merge(NavigableMap<BigDecimal, Level> side, JsonNode levels) {
        for (JsonNode pair : levels) {
            Level level = Level.of(pair);
            if (level.quantity().signum() == 0) {
                side.remove(level.price());
            } else {
                side.put(level.price(), level);
            }
        }
    }

    /** CRC-32 over the ten best levels of both sides, as the documentation of the live interface says. */
    long checksum() {
        List<String> parts = new ArrayList<>();
        Iterator<Level> bid = bids.values().iterator();
        Iterator<Level> ask = asks.values().iterator();
        for (int i = 0; i < CHECKED_LEVELS; i++) {
            add(parts, bid);
            add(parts, ask);
        }
        CRC32 crc = new CRC32();
        crc.update(String.join(":", parts).getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    private static void add(List<String> parts, Iterator<Level> side) {
        if (side.hasNext()) {
            Level level = side.next();
            parts.add(level.priceText());
            parts.add(level.quantityText());
        }
    }
}
