package io.hft.engine.risk;

import java.util.Arrays;

/**
 * What is kept of each account in each instrument that it has named in an order. Sums are 128 bits wide, so that they are exact
 * whatever is bought, sold and left open.
 *
 * <pre>
 * one record, 128 bytes
 *  word 0   account id                    word 1   instrument id | record of the account (32 bits each)
 *  word 2   position, low                 word 3   position, high
 *  word 4   open buy lots, low            word 5   open buy lots, high
 *  word 6   open sell lots, low           word 7   open sell lots, high
 *  word 8   version of the limits that the next words were resolved from
 *  word 9   max quantity                  word 10  max notional       word 11  max position       (0: none)
 *  words 12 to 15  0
 * </pre>
 */
final class Positions {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final int RECORD_BITS = 4;

    private static final int INSTRUMENT_AND_ACCOUNT = 1;
    private static final int POSITION = 2;
    private static final int OPEN_BUY = 4;
    private static final int OPEN_SELL = 6;
    private static final int VERSION = 8;
    private static final int MAX_QUANTITY = 9;
    private static final int MAX_NOTIONAL = 10;
    private static final int MAX_POSITION = 11;

    private final RecordIndex index =
            new RecordIndex(record -> RecordIndex.hash(accountId(record), instrumentId(record)));
    private final AccountState accounts;
    private final LimitScopes scopes;
    private long[][] chunks = new long[4][];
    private int chunkCount;
    private int size;

    Positions(AccountState accounts, LimitScopes scopes) {
        this.accounts = accounts;
        this.scopes = scopes;
    }

    int find(long accountId, int instrumentId) {
        final long hash = RecordIndex.hash(accountId, instrumentId);
        final int found = find(index.slots(), index.slot(hash), accountId, instrumentId);
        return found == RecordIndex.NONE && index.isGrowing()
                ? find(index.oldSlots(), index.oldSlot(hash), accountId, instrumentId)
                : found;
    }

    private int find(int[] slots, int first, long accountId, int instrumentId) {
        int slot = first;
        int record = slots[slot];
        while (record != RecordIndex.NONE && !is(record, accountId, instrumentId)) {
            slot = slot + 1 & slots.length - 1;
            record = slots[slot];
        }
        return record;
    }

    int findOrAdd(long accountId, int instrumentId) {
        final int found = find(accountId, instrumentId);
        return found == RecordIndex.NONE ? add(accountId, instrumentId) : found;
    }

    private int add(long accountId, int instrumentId) {
        final int record = ++size;
        if (record >>> CHUNK_BITS == chunkCount) {
            if (chunkCount == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunkCount * 2);
            }
            chunks[chunkCount++] = new long[1 << CHUNK_BITS + RECORD_BITS];
        }
        final long[] chunk = chunk(record);
        chunk[at(record)] = accountId;
        chunk[at(record) + INSTRUMENT_AND_ACCOUNT] =
                (long) instrumentId << Integer.SIZE | accounts.findOrAdd(accountId);
        index.add(RecordIndex.hash(accountId, instrumentId), record);
        return record;
    }

    private boolean is(int record, long accountId, int instrumentId) {
        return chunk(record)[at(record)] == accountId && instrumentId(record) == instrumentId;
    }

    /** Records are numbered from 1 to this. */
    int size() {
        return size;
    }

    long accountId(int record) {
        return chunk(record)[at(record)];
    }

    /** Whether as much was sold as was bought. */
    boolean isFlat(int record) {
        return (positionLow(record) | positionHigh(record)) == 0;
    }

    long positionLow(int record) {
        return chunk(record)[at(record) + POSITION];
    }

    long positionHigh(int record) {
        return chunk(record)[at(record) + POSITION + 1];
    }

    /** Makes a record's position what it was; what is open comes back with the orders. */
    void restore(int record, long low, long high) {
        chunk(record)[at(record) + POSITION] = low;
        chunk(record)[at(record) + POSITION + 1] = high;
    }

    int instrumentId(int record) {
        return (int) (chunk(record)[at(record) + INSTRUMENT_AND_ACCOUNT] >>> Integer.SIZE);
    }

    /** The record of the account in {@link AccountState}. */
    int account(int record) {
        return (int) chunk(record)[at(record) + INSTRUMENT_AND_ACCOUNT];
    }

    void addToPosition(int record, long lots) {
        add(record, POSITION, lots);
    }

    void addToOpen(int record, boolean buy, long lots) {
        add(record, buy ? OPEN_BUY : OPEN_SELL, lots);
        assert chunk(record)[at(record) + (buy ? OPEN_BUY : OPEN_SELL) + 1] >= 0 : "less than nothing is open";
    }

    /** The position, as far as it fits a long; else the nearest long. */
    long positionLots(int record) {
        return nearest(record, POSITION);
    }

    /** The open quantity of one side, as far as it fits a long; else the nearest long. */
    long openLots(int record, boolean buy) {
        return nearest(record, buy ? OPEN_BUY : OPEN_SELL);
    }

    /** 0 for none. */
    long maxQuantityLots(int record) {
        return resolved(record)[at(record) + MAX_QUANTITY];
    }

    /** 0 for none. */
    long maxNotional(int record) {
        return resolved(record)[at(record) + MAX_NOTIONAL];
    }

    /** Whether the position stays within the limit if all open orders of that side and so many lots more are filled. */
    boolean staysWithinPosition(int record, boolean buy, long lots) {
        final long[] chunk = resolved(record);
        final int at = at(record);
        final long max = chunk[at + MAX_POSITION];
        if (max == 0) {
            return true;
        }
        // Of a sell the mirrored sum: -position + open sells + lots.
        final long low = chunk[at + POSITION];
        final long high = chunk[at + POSITION + 1];
        final long ownLow = buy ? low : -low;
        final long ownHigh = buy ? high : low == 0 ? -high : ~high;
        final int open = at + (buy ? OPEN_BUY : OPEN_SELL);
        final long withOpen = ownLow + chunk[open];
        final long withOpenHigh = ownHigh + chunk[open + 1] + (Long.compareUnsigned(withOpen, ownLow) < 0 ? 1 : 0);
        final long sum = withOpen + lots;
        final long sumHigh = withOpenHigh + (Long.compareUnsigned(sum, withOpen) < 0 ? 1 : 0);
        return sumHigh < 0 || sumHigh == 0 && sum >= 0 && sum <= max;
    }

    private void add(int record, int field, long lots) {
        final long[] chunk = chunk(record);
        final int at = at(record) + field;
        final long before = chunk[at];
        final long after = before + lots;
        chunk[at] = after;
        chunk[at + 1] += (lots >> Long.SIZE - 1) + (Long.compareUnsigned(after, before) < 0 ? 1 : 0);
    }

    private long nearest(int record, int field) {
        final long low = chunk(record)[at(record) + field];
        final long high = chunk(record)[at(record) + field + 1];
        if (high == low >> Long.SIZE - 1) {
            return low;
        }
        return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private long[] resolved(int record) {
        final long[] chunk = chunk(record);
        final int at = at(record);
        if (chunk[at + VERSION] != scopes.version()) {
            final RiskLimits own = scopes.find(chunk[at], instrumentId(record));
            final RiskLimits all = scopes.find(0, instrumentId(record));
            chunk[at + MAX_QUANTITY] = own != null && own.maxQuantityLots() != 0
                    ? own.maxQuantityLots()
                    : all == null ? 0 : all.maxQuantityLots();
            chunk[at + MAX_NOTIONAL] =
                    own != null && own.maxNotional() != 0 ? own.maxNotional() : all == null ? 0 : all.maxNotional();
            chunk[at + MAX_POSITION] = own != null && own.maxPositionLots() != 0
                    ? own.maxPositionLots()
                    : all == null ? 0 : all.maxPositionLots();
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
