package io.hft.backend.stream;

import io.hft.backend.marketdata.BookLevel;
import io.hft.backend.marketdata.BookListener;
import io.hft.backend.marketdata.BookView;
import io.hft.backend.marketdata.Books;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Channel {@code book}: each step is written once for all readers; a reader who cannot follow gets a snapshot instead of several steps. */
@Component
final class BookTopics implements Topics, BookListener {
    private final Books books;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();

    BookTopics(Books books) {
        this.books = books;
    }

    @Override
    public Channel channel() {
        return Channel.BOOK;
    }

    @Override
    public void subscribe(StreamSession session, Subscription subscription, Map<Integer, Long> resume) {
        Topic topic = topic(subscription.symbol());
        // In this order no step is missed: what comes before the outbox follows is in its snapshot.
        topic.readers.add(session);
        session.outbox().follow(subscription, topic);
        if (topic.snapshot() == null) {
            session.outbox().add(staleFrame(topic.symbol));
            // Had the book come in between, its snapshot would stand before the word that it is not known, and no other
            // would follow.
            session.outbox().book(subscription, null);
        }
    }

    @Override
    public void unsubscribe(StreamSession session, Subscription subscription) {
        topic(subscription.symbol()).readers.remove(session);
        session.outbox().forget(subscription);
    }

    @Override
    public void changed(BookView book, List<BookLevel> bids, List<BookLevel> asks) {
        Topic topic = topic(book.symbol());
        topic.state = new State(book);
        if (!topic.readers.isEmpty()) {
            Frame step = Messages.book(Messages.UPDATE, book, bids, asks);
            topic.readers.forEach(session -> session.outbox().book(topic.key, step));
        }
    }

    @Override
    public void replaced(BookView book) {
        Topic topic = topic(book.symbol());
        topic.state = new State(book);
        topic.readers.forEach(session -> session.outbox().book(topic.key, null));
    }

    @Override
    public void stale(String symbol) {
        Topic topic = topic(symbol);
        topic.state = null;
        Frame frame = staleFrame(symbol);
        topic.readers.forEach(session -> session.outbox().add(frame));
    }

    private static Frame staleFrame(String symbol) {
        return Frame.of("{\"channel\":\"book\",\"type\":\"stale\",\"symbol\":\"" + symbol
                + "\",\"message\":\"the engine's book is not known; a snapshot follows when it is\"}");
    }

    private Topic topic(@Nullable String symbol) {
        if (symbol == null) {
            throw new IllegalArgumentException("a book is of a market");
        }
        return topics.computeIfAbsent(symbol, name -> {
            Topic topic = new Topic(name);
            if (books.isLive(name)) {
                books.find(name).ifPresent(book -> topic.state = new State(book));
            }
            return topic;
        });
    }

    /** A state whose message is written when the first reader needs it. No locks: an outbox asks while it holds its own. */
    private static final class State {
        private final BookView book;
        private volatile @Nullable Frame snapshot;

        State(BookView book) {
            this.book = book;
        }

        Frame snapshot() {
            Frame written = snapshot;
            if (written == null) {
                written = Messages.book(Messages.SNAPSHOT, book, book.bids(), book.asks());
                snapshot = written;
            }
            return written;
        }
    }

    private static final class Topic implements BookSource {
        private final String symbol;
        private final Subscription key;
        private final Readers readers = new Readers();
        private volatile @Nullable State state;

        Topic(String symbol) {
            this.symbol = symbol;
            this.key = new Subscription(Channel.BOOK, symbol, null);
        }

        @Override
        public @Nullable Frame snapshot() {
            State present = state;
            return present == null ? null : present.snapshot();
        }
    }
}
