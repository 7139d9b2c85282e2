package io.hft.engine.risk;

import java.util.Arrays;

/**
 * What is kept of each account of the shard, whatever the instrument.
 *
 * <pre>
 * one record, 64 bytes
 *  word 0  account id
 *  word 1  open orders
 *  word 2  the second of the last counted order    word 3  orders counted in that second
 *  word 4  kill switch: 1 engaged
 *  word 5  version of the limits that words 6 and 7 were resolved from
 *  word 6  most open orders, 0 for none            word 7  orders per second, 0 for none
 * </pre>
 */
final class AccountState {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final int RECORD_BITS = 3;

    private static final int OPEN_ORDERS = 1;
    private static final int SECOND = 2;
    private static final int ORDERS_IN_SECOND = 3;
    private static final int KILLED = 4;
    private static final int VERSION = 5;
    private static final int MAX_OPEN_ORDERS = 6;
    private static final int ORDERS_PER_SECOND = 7;

    private final RecordIndex index = new RecordIndex(record -> RecordIndex.hash(accountId(record), 0));
    private final LimitScopes scopes;
    private long[][] chunks = new long[4][];
    private int chunkCount;
    private int size;

    AccountState(LimitScopes scopes) {
        this.scopes = scopes;
    }

    int find(long accountId) {
        final long hash = RecordIndex.hash(accountId, 0);
        final int found = find(index.slots(), index.slot(hash), accountId);
        return found == RecordIndex.NONE && index.isGrowing()
                ? find(index.oldSlots(), index.oldSlot(hash), accountId)
                : found;
    }

    private int find(int[] slots, int first, long accountId) {
        int slot = first;
        int record = slots[slot];
        while (record != RecordIndex.NONE && accountId(record) != accountId) {
            slot = slot + 1 & slots.length - 1;
            record = slots[slot];
        }
        return record;
    }

    int findOrAdd(long accountId) {
        final int found = find(accountId);
        return found == RecordIndex.NONE ? add(accountId) : found;
    }

    private int add(long accountId) {
        final int record = ++size;
        if (record >>> CHUNK_BITS == chunkCount) {
            if (chunkCount == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunkCount * 2);
            }
            chunks[chunkCount++] = new long[1 << CHUNK_BITS + RECORD_BITS];
        }
        chunk(record)[at(record)] = accountId;
        index.add(RecordIndex.hash(accountId, 0), record);
        return record;
    }

    /** Records are numbered from 1 to this. */
    int size() {
        return size;
    }

    long accountId(int record) {
        return chunk(record)[at(record)];
    }

    long openOrders(int record) {
        return chunk(record)[at(record) + OPEN_ORDERS];
    }

    void addOpenOrders(int record, int count) {
        chunk(record)[at(record) + OPEN_ORDERS] += count;
        assert openOrders(record) >= 0 : "account " + accountId(record) + " has fewer than no open orders";
    }

    boolean isKilled(int record) {
        return chunk(record)[at(record) + KILLED] != 0;
    }

    void setKilled(int record, boolean killed) {
        chunk(record)[at(record) + KILLED] = killed ? 1 : 0;
    }

    boolean hasRoom(int record) {
        final long[] chunk = resolved(record);
        final int at = at(record);
        final long max = chunk[at + MAX_OPEN_ORDERS];
        return max == 0 || chunk[at + OPEN_ORDERS] < max;
    }

    /** Counts one more order of that second, unless it would be one too many. */
    boolean countOrder(int record, long second) {
        final long[] chunk = resolved(record);
        final int at = at(record);
        if (chunk[at + SECOND] != second) {
            chunk[at + SECOND] = second;
            chunk[at + ORDERS_IN_SECOND] = 0;
        }
        final long max = chunk[at + ORDERS_PER_SECOND];
        if (max != 0 && chunk[at + ORDERS_IN_SECOND] >= max) {
            return false;
        }
        chunk[at + ORDERS_IN_SECOND]++;
        return true;
    }

    /** How many orders were counted in that second. */
    long ordersInSecond(int record, long second) {
        final long[] chunk = chunk(record);
        return chunk[at(record) + SECOND] == second ? chunk[at(record) + ORDERS_IN_SECOND] : 0;
    }

    /** Makes a record what it was. */
    void restore(int record, boolean killed, long second, long ordersInSecond) {
        setKilled(record, killed);
        chunk(record)[at(record) + SECOND] = second;
        chunk(record)[at(record) + ORDERS_IN_SECOND] = ordersInSecond;
    }

    private long[] resolved(int record) {
        final long[] chunk = chunk(record);
        final int at = at(record);
        if (chunk[at + VERSION] != scopes.version()) {
            final long accountId = chunk[at];
            final RiskLimits own = scopes.find(accountId, 0);
            final RiskLimits all = scopes.find(0, 0);
            chunk[at + MAX_OPEN_ORDERS] = own != null && own.maxOpenOrders() != 0
                    ? own.maxOpenOrders()
                    : all == null ? 0 : all.maxOpenOrders();
            chunk[at + ORDERS_PER_SECOND] = own != null && own.ordersPerSecond() != 0
                    ? own.ordersPerSecond()
                    : all == null ? 0 : all.ordersPerSecond();
            chunk[at + VERSION] = scopes.version();
        }
        return chunk;
    }

    private long[] chunk(int record) {
        return chunks[record >>> CHUNK_BITS];
    }

    private static int at(int record) {
        return (record & CHUNK_MASK) << RECORD_BITS;
    }
}
