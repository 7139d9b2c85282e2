package io.hft.it.chaos;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.hft.engine.v1.MarketDataUpdate;
import io.hft.engine.v1.PriceLevel;
import io.hft.engine.v1.SubscribeMarketDataRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.it.chaos.oracle.ClientBook;
import io.hft.it.chaos.oracle.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps books as a client of the market data feed does: what the updates say, and nothing else; a new subscription after each break. An update
 * out of its turn is a surprise.
 */
final class FeedWatcher implements AutoCloseable {
    private final ManagedChannel channel;
    private final List<String> symbols;
    private final Map<String, Book> books = new HashMap<>();
    private final List<Violation> surprises = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    FeedWatcher(ManagedChannel channel, List<String> symbols) {
        this.channel = channel;
        this.symbols = List.copyOf(symbols);
        this.thread = Thread.ofVirtual().name("feed-watcher").start(this::follow);
    }

    /** What it holds now, by symbol. */
    synchronized Map<String, ClientBook> books() {
        Map<String, ClientBook> copy = new HashMap<>();
        books.forEach((symbol, book) -> copy.put(symbol, book.copy()));
        return copy;
    }

    synchronized List<Violation> surprises() {
        return List.copyOf(surprises);
    }

    private void follow() {
        try {
            while (!closed) {
                channel.resetConnectBackoff();
                Stream stream = new Stream();
                TradingEngineGrpc.newStub(channel)
                        .subscribeMarketData(
                                SubscribeMarketDataRequest.newBuilder()
                                        .addAllSymbols(symbols)
                                        .build(),
                                stream);
                while (!closed && !stream.ended) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                stream.cancel();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void apply(MarketDataUpdate update, Map<String, Book> ofStream) {
        Book book = ofStream.computeIfAbsent(update.getSymbol(), symbol -> new Book());
        if (update.getSequence() != book.sequence + 1 || update.getSnapshot() != (book.sequence == 0)) {
            surprises.add(new Violation(
                    6,
                    "market data of " + update.getSymbol() + ": update " + update.getSequence() + " behind "
                            + book.sequence));
        }
        book.sequence = update.getSequence();
        book.eventSequence = update.getEventSequence();
        change(book.bids, update.getBidsList());
        change(book.asks, update.getAsksList());
        books.put(update.getSymbol(), book);
        if (!book.bids.isEmpty() && !book.asks.isEmpty() && book.bids.firstKey().compareTo(book.asks.firstKey()) >= 0) {
            surprises.add(new Violation(
                    6,
                    "market data of " + update.getSymbol() + " at event " + book.eventSequence + ": bid "
                            + book.bids.firstKey() + " meets ask " + book.asks.firstKey()));
        }
    }

    private static void change(TreeMap<BigDecimal, PriceLevel> side, List<PriceLevel> levels) {
        for (PriceLevel level : levels) {
            BigDecimal price = new BigDecimal(level.getPrice());
            if (level.getOrderCount() == 0) {
                side.remove(price);
            } else {
                side.put(price, level);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Book {
        private final TreeMap<BigDecimal, PriceLevel> bids = new TreeMap<>(Comparator.reverseOrder());
        private final TreeMap<BigDecimal, PriceLevel> asks = new TreeMap<>();
        private long sequence;
        private long eventSequence;

        ClientBook copy() {
            return new ClientBook(eventSequence, List.copyOf(bids.values()), List.copyOf(asks.values()));
        }
    }

    private final class Stream implements ClientResponseObserver<SubscribeMarketDataRequest, MarketDataUpdate> {
        private final Map<String, Book> ofStream = new HashMap<>();
        private volatile boolean ended;
        private @Nullable ClientCallStreamObserver<SubscribeMarketDataRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<SubscribeMarketDataRequest> started) {
            call = started;
        }

        @Override
        public void onNext(MarketDataUpdate update) {
            apply(update, ofStream);
        }

        void cancel() {
            java.util.Objects.requireNonNull(call).cancel("enough", null);
        }

        @Override
        public void onError(Throwable cause) {
            ended = true;
        }

        @Override
        public void onCompleted() {
            ended = true;
        }
    }
}
