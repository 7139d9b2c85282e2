package io.hft.backend.stream;

import java.util.Collection;
import java.util.List;

/** Rows of accounts in the order of the engine's events, as messages. Callable from any thread; reads the database. */
interface AccountTable {
    Channel channel();

    /** Of these users, behind {@code after} up to {@code upTo}, in order. */
    List<AccountEvent> between(int shard, long after, long upTo, Collection<Long> userIds);

    /** Of one user, the oldest first, {@code limit} of them at the most. */
    List<AccountEvent> of(long userId, int shard, long after, long upTo, int limit);

    /** What a client begins with: everything of a user up to {@code seq} that it needs. */
    Frame snapshot(long userId, int shard, long seq);
}
