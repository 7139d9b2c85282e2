package io.hft.backend.stream;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.marketdata.SettlementListener;
import io.hft.backend.marketdata.Tape;
import io.hft.backend.marketdata.Trade;
import io.hft.backend.marketdata.web.TradeResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/** Channel {@code trades}: every trade on the tape, its {@code seq} is its number there. The last ones are kept to resume from. */
@Component
final class TradeTopics implements Topics, SettlementListener {
    private static final int KEPT = 1_000;
    private static final int IN_SNAPSHOT = 50;

    private final Tape tape;
    private final Instruments instruments;
    private final Messages messages;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();

    TradeTopics(Tape tape, Instruments instruments, Messages messages) {
        this.tape = tape;
        this.instruments = instruments;
        this.messages = messages;
    }

    @Override
    public Channel channel() {
        return Channel.TRADES;
    }

    @Override
    public void subscribe(StreamSession session, Subscription subscription, Map<Integer, Long> resume) {
        String symbol = String.valueOf(subscription.symbol());
        Instrument instrument = instruments.find(symbol).orElseThrow();
        topics.computeIfAbsent(symbol, name -> new Topic(instrument)).subscribe(session, resume);
    }

    @Override
    public void unsubscribe(StreamSession session, Subscription subscription) {
        Topic topic = topics.get(String.valueOf(subscription.symbol()));
        if (topic != null) {
            topic.readers.remove(session);
        }
    }

    @Override
    public void settled(int shard, long sequence) {
        // Only what is on the tape counts.
    }

    @Override
    public void recorded(List<Trade> trades) {
        for (Trade trade : trades) {
            Topic topic = topics.get(trade.symbol());
            if (topic != null) {
                topic.add(trade);
            }
        }
    }

    private record Printed(TradeResponse trade, Frame frame) {}

    /** One market's tape; its lock orders what is kept and what is sent. */
    private final class Topic {
        private final Instrument instrument;
        private final Readers readers = new Readers();
        private final ReentrantLock lock = new ReentrantLock();
        private final Deque<Printed> kept = new ArrayDeque<>();
        private long last = -1;

        Topic(Instrument instrument) {
            this.instrument = instrument;
        }

        void subscribe(StreamSession session, Map<Integer, Long> resume) {
            lock.lock();
            try {
                load();
                Long seq = resume.get(Request.Subscribe.ANY_SHARD);
                if (seq == null) {
                    session.outbox().add(snapshot());
                } else if (seq > last || seq < last - kept.size()) {
                    session.refuse(
                            StreamError.RESUME_TOO_OLD,
                            "trades of " + instrument.symbol() + " can be resumed from " + (last - kept.size()) + " to "
                                    + last + "; here is a snapshot, older ones are in the REST interface");
                    session.outbox().add(snapshot());
                } else {
                    kept.stream().filter(printed -> printed.trade().seq() > seq).forEach(printed -> session.outbox()
                            .add(printed.frame()));
                }
                readers.add(session);
            } finally {
                lock.unlock();
            }
        }

        private void load() {
            if (last < 0) {
                List<Trade> newest = tape.before(instrument.symbol(), Long.MAX_VALUE, KEPT);
                newest.reversed().forEach(trade -> kept.add(print(trade)));
                last = newest.isEmpty() ? 0 : newest.getFirst().number();
            }
        }

        void add(Trade trade) {
            lock.lock();
            try {
                if (last < 0 || trade.number() <= last) {
                    return;
                }
                if (trade.number() == last + 1) {
                    send(trade);
                } else {
                    tape.after(instrument.symbol(), last, Integer.MAX_VALUE).forEach(this::send);
                }
            } finally {
                lock.unlock();
            }
        }

        private void send(Trade trade) {
            Printed printed = print(trade);
            kept.add(printed);
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
            last = trade.number();
            readers.forEach(session -> session.outbox().add(printed.frame()));
        }

        private Printed print(Trade trade) {
            TradeResponse response = TradeResponse.of(trade, instrument);
            return new Printed(
                    response,
                    messages.of(
                            Channel.TRADES,
                            Messages.UPDATE,
                            trade.number(),
                            Fields.of("symbol", instrument.symbol(), "trade", response)));
        }

        private Frame snapshot() {
            List<TradeResponse> newest = new ArrayList<>();
            Iterator<Printed> backwards = kept.descendingIterator();
            while (backwards.hasNext() && newest.size() < IN_SNAPSHOT) {
                newest.add(backwards.next().trade());
            }
            return messages.of(
                    Channel.TRADES,
                    Messages.SNAPSHOT,
                    last,
                    Fields.of("symbol", instrument.symbol(), "trades", newest.reversed()));
        }
    }
}
