package io.hft.backend.stream;

import io.hft.backend.ledger.Balance;
import io.hft.backend.money.Decimals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Channel {@code balances}: all balances of the session's own account whenever one of them differs. Callable from any thread. */
@Component
final class BalanceTopics implements Topics {
    private static final Subscription KEY = new Subscription(Channel.BALANCES, null, null);

    private final JdbcClient jdbc;
    private final Messages messages;
    private final Map<Long, Owner> owners = new ConcurrentHashMap<>();
    private final Map<StreamSession, Owner> bySession = new ConcurrentHashMap<>();

    BalanceTopics(JdbcClient jdbc, Messages messages) {
        this.jdbc = jdbc;
        this.messages = messages;
    }

    private record OwnBalance(long userId, Balance balance) {}

    @Override
    public Channel channel() {
        return Channel.BALANCES;
    }

    Set<Long> userIds() {
        return Set.copyOf(owners.keySet());
    }

    @Override
    public void subscribe(StreamSession session, Subscription subscription, Map<Integer, Long> resume) {
        long userId = session.identity().orElseThrow().principal().userId();
        remove(session, bySession.remove(session));
        Owner owner = owners.compute(userId, (id, known) -> {
            Owner one = known == null ? new Owner(id) : known;
            one.readers.add(session);
            return one;
        });
        bySession.put(session, owner);
        owner.set(read(List.of(userId)).getOrDefault(userId, List.of()), session);
    }

    @Override
    public void unsubscribe(StreamSession session, Subscription subscription) {
        remove(session, bySession.remove(session));
        session.outbox().forget(KEY);
    }

    private void remove(StreamSession session, @Nullable Owner owner) {
        if (owner != null) {
            owners.computeIfPresent(owner.userId, (id, one) -> {
                one.readers.remove(session);
                return one.readers.isEmpty() ? null : one;
            });
        }
    }

    /** Looks again at those of these users that somebody reads, in one query. */
    void refresh(Collection<Long> userIds) {
        List<Long> read = userIds.stream().filter(owners::containsKey).toList();
        if (!read.isEmpty()) {
            Map<Long, List<Balance>> present = read(read);
            read.forEach(userId -> {
                Owner owner = owners.get(userId);
                if (owner != null) {
                    owner.set(present.getOrDefault(userId, List.of()), null);
                }
            });
        }
    }

    private Map<Long, List<Balance>> read(Collection<Long> userIds) {
        Map<Long, List<Balance>> balances = new HashMap<>();
        jdbc.sql("select owner_id, asset, balance, held from ledger_accounts where owner_id = any(?) order by asset")
                .param(userIds.toArray(Long[]::new))
                .query((row, number) -> new OwnBalance(
                        row.getLong("owner_id"),
                        new Balance(row.getString("asset"), row.getBigDecimal("balance"), row.getBigDecimal("held"))))
                .list()
                .forEach(one -> balances.computeIfAbsent(one.userId(), id -> new ArrayList<>())
                        .add(one.balance()));
        return balances;
    }

    /** One user's balances as they were sent last. */
    private final class Owner {
        private final long userId;
        private final Readers readers = new Readers();
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable List<Balance> sent;
        private @Nullable Frame frame;
        private long seq;

        Owner(long userId) {
            this.userId = userId;
        }

        /** @param newcomer who gets them in any case */
        void set(List<Balance> balances, @Nullable StreamSession newcomer) {
            lock.lock();
            try {
                Frame last = frame;
                if (last == null || !balances.equals(sent)) {
                    Frame written = messages.of(
                            Channel.BALANCES,
                            Messages.SNAPSHOT,
                            ++seq,
                            Fields.of(
                                    "balances",
                                    balances.stream()
                                            .map(BalanceTopics::onTheWire)
                                            .toList()));
                    sent = balances;
                    frame = written;
                    readers.forEach(session -> session.outbox().put(KEY, written));
                } else if (newcomer != null) {
                    newcomer.outbox().put(KEY, last);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private static Map<String, @Nullable Object> onTheWire(Balance balance) {
        return Fields.of(
                "asset",
                balance.asset(),
                "total",
                Decimals.plain(balance.total()),
                "held",
                Decimals.plain(balance.held()),
                "available",
                Decimals.plain(balance.available()));
    }
}
