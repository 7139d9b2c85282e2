package io.hft.backend.stream;

import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A private channel: the events of the session's own account, from a snapshot or from the last one that the client has. Callable from any thread. */
final class AccountTopics implements Topics {
    private final AccountTable table;
    private final JdbcClient jdbc;
    private final Instruments instruments;
    private final StreamProperties limits;
    private final Map<Long, Set<AccountReader>> byUser = new ConcurrentHashMap<>();
    private final Map<StreamSession, AccountReader> bySession = new ConcurrentHashMap<>();

    AccountTopics(AccountTable table, JdbcClient jdbc, Instruments instruments, StreamProperties limits) {
        this.table = table;
        this.jdbc = jdbc;
        this.instruments = instruments;
        this.limits = limits;
    }

    @Override
    public Channel channel() {
        return table.channel();
    }

    /** Whose events are read by somebody. */
    Set<Long> userIds() {
        return Set.copyOf(byUser.keySet());
    }

    @Override
    public void subscribe(StreamSession session, Subscription subscription, Map<Integer, Long> resume) {
        long userId = session.identity().orElseThrow().principal().userId();
        AccountReader reader = new AccountReader(session, userId);
        // First the reader, then the look at what is booked: whatever is booked behind that is delivered.
        remove(bySession.put(session, reader));
        byUser.compute(userId, (id, readers) -> {
            Set<AccountReader> all = readers == null ? ConcurrentHashMap.newKeySet() : readers;
            all.add(reader);
            return all;
        });
        Map<Integer, Long> booked = booked();
        booked.forEach((shard, upTo) -> begin(session, userId, shard, upTo, last(resume, shard, booked.size())));
        reader.begin(booked);
    }

    private static @Nullable Long last(Map<Integer, Long> resume, int shard, int shards) {
        Long any = resume.get(Request.Subscribe.ANY_SHARD);
        return any == null || shards > 1 ? resume.get(shard) : any;
    }

    private void begin(StreamSession session, long userId, int shard, long upTo, @Nullable Long seq) {
        if (seq != null) {
            if (seq <= upTo && upTo - seq <= limits.resumeEvents()) {
                List<AccountEvent> missed = table.of(userId, shard, seq, upTo, limits.resumeMessages() + 1);
                if (missed.size() <= limits.resumeMessages()) {
                    missed.forEach(event -> session.outbox().add(event.frame()));
                    return;
                }
            }
            session.refuse(
                    StreamError.RESUME_TOO_OLD,
                    channel().text() + " of shard " + shard + " cannot be resumed from " + seq
                            + "; here is a snapshot, what lies between is in the REST interface");
        }
        session.outbox().add(table.snapshot(userId, shard, upTo));
    }

    @Override
    public void unsubscribe(StreamSession session, Subscription subscription) {
        remove(bySession.remove(session));
    }

    private void remove(@Nullable AccountReader reader) {
        if (reader != null) {
            byUser.computeIfPresent(reader.userId(), (id, readers) -> {
                readers.remove(reader);
                return readers.isEmpty() ? null : readers;
            });
        }
    }

    /** Delivers what is booked of a shard behind {@code after}; called by one thread. */
    void publish(int shard, long after, long upTo) {
        Set<Long> users = userIds();
        if (!users.isEmpty()) {
            table.between(shard, after, upTo, users).forEach(event -> byUser.getOrDefault(event.userId(), Set.of())
                    .forEach(reader -> reader.deliver(shard, event)));
        }
    }

    /** How far each shard is booked; those of which nothing is, too. */
    private Map<Integer, Long> booked() {
        Map<Integer, Long> booked = new TreeMap<>();
        instruments.all().stream().map(Instrument::shard).forEach(shard -> booked.put(shard, 0L));
        Map<Integer, Long> cursors = new HashMap<>();
        jdbc.sql("select shard, sequence from settlement_cursors").query(row -> {
            cursors.put(row.getInt("shard"), row.getLong("sequence"));
        });
        booked.putAll(cursors);
        return booked;
    }
}
