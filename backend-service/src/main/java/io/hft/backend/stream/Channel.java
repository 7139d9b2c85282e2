package io.hft.backend.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be subscribed to. */
enum Channel {
    BOOK(true, false),
    TRADES(true, false),
    TICKER(true, false),
    CANDLES(true, false),
    STATUS(false, false),
    HEARTBEAT(false, false),
    ORDERS(false, true),
    FILLS(false, true),
    BALANCES(false, true);

    private final boolean ofMarkets;
    private final boolean ofAnAccount;

    Channel(boolean ofMarkets, boolean ofAnAccount) {
        this.ofMarkets = ofMarkets;
        this.ofAnAccount = ofAnAccount;
    }

    static Optional<Channel> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }

    static List<String> texts() {
        return Arrays.stream(values()).map(Channel::text).toList();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a subscription names markets. */
    boolean isOfMarkets() {
        return ofMarkets;
    }

    /** Whether it shows the caller's own account, after authentication only. */
    boolean isPrivate() {
        return ofAnAccount;
    }
}
