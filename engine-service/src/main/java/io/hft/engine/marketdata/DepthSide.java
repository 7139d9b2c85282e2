package io.hft.engine.marketdata;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All price levels of one side, in chunks of up to {@value #CHUNK}: worst level first and best last, so that the end where books
 * change most is the cheap one. A change costs a search and at most one chunk's shift, with ten levels or ten thousand; chunks that
 * became empty are kept for the next level, so nothing is allocated once the side was as long as it gets.
 *
 * <p>One thread writes. Others may read while it does: what they get then may be torn but breaks nothing, and whoever hands it to
 * them throws it away, see {@link DepthMirror}.
 */
final class DepthSide {
    static final int CHUNK = 64;
    private static final int SPARSE = CHUNK / 4;
    private static final int MERGED_MAX = CHUNK * 3 / 4;

    /** Levels by rising key, from 0 to size. The arrays never change, so a reader who has the chunk has them. */
    private static final class Chunk {
        final long[] keys = new long[CHUNK];
        final long[] quantities = new long[CHUNK];
        final int[] counts = new int[CHUNK];
        int size;

        void move(final int from, final Chunk target, final int to, final int length) {
            System.arraycopy(keys, from, target.keys, to, length);
            System.arraycopy(quantities, from, target.quantities, to, length);
            System.arraycopy(counts, from, target.counts, to, length);
        }
    }

    private final boolean bids;
    private @Nullable Chunk[] chunks = new @Nullable Chunk[4];
    private int chunkCount;
    private int levelCount;
    private @Nullable Chunk[] spare = new @Nullable Chunk[4];
    private int spareCount;

    DepthSide(final boolean bids) {
        this.bids = bids;
    }

    /** The writer: what is shown of a level now; with quantity 0 it is gone. */
    void set(final long priceTicks, final long quantityLots, final int orderCount) {
        final long key = key(priceTicks);
        final int place = placeOf(key);
        if (place < 0) {
            if (quantityLots > 0) {
                final Chunk first = take();
                insertChunk(0, first);
                insert(0, first, 0, key, quantityLots, orderCount);
            }
            return;
        }
        final Chunk chunk = chunk(place);
        final int found = Arrays.binarySearch(chunk.keys, 0, chunk.size, key);
        if (found < 0) {
            if (quantityLots > 0) {
                insert(place, chunk, -found - 1, key, quantityLots, orderCount);
            }
        } else if (quantityLots > 0) {
            chunk.quantities[found] = quantityLots;
            chunk.counts[found] = orderCount;
        } else {
            remove(place, chunk, found);
        }
    }

    /** Any thread: how many levels there are; a reader of a torn side gets any number that is not negative. */
    int size() {
        return levelCount;
    }

    /**
     * Any thread: copies the best levels, best first, as many as the arrays take.
     *
     * @return how many; fewer than there should be when the side is torn
     */
    int copy(final long[] prices, final long[] quantities, final int[] counts) {
        // Everything that the writer may exchange is read once, and no index is taken on trust.
        final @Nullable Chunk[] from = chunks;
        int copied = 0;
        for (int i = Math.min(chunkCount, from.length) - 1; i >= 0 && copied < prices.length; i--) {
            final Chunk chunk = from[i];
            if (chunk == null) {
                return copied;
            }
            final int size = chunk.size;
            final int end = Math.max(0, size - (prices.length - copied));
            for (int level = size - 1; level >= end; level--) {
                prices[copied] = key(chunk.keys[level]);
                quantities[copied] = chunk.quantities[level];
                counts[copied] = chunk.counts[level];
                copied++;
            }
        }
        return copied;
    }

    /** The key of a price, and the price of a key: better is higher on both sides. */
    private long key(final long price) {
        return bids ? price : -price;
    }

    private Chunk chunk(final int place) {
        final Chunk chunk = chunks[place];
        assert chunk != null;
        return chunk;
    }

    /** The chunk that has the key or is to take it; -1 when there is none. */
    private int placeOf(final long key) {
        int low = 0;
        int high = chunkCount - 1;
        if (high <= 0 || key >= chunk(high).keys[0]) {
            return high;
        }
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            if (chunk(middle).keys[0] <= key) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void insert(
            final int place,
            final Chunk chunk,
            final int index,
            final long key,
            final long quantityLots,
            final int orderCount) {
        if (chunk.size == CHUNK) {
            split(place, chunk, index, key, quantityLots, orderCount);
            return;
        }
        chunk.move(index, chunk, index + 1, chunk.size - index);
        chunk.keys[index] = key;
        chunk.quantities[index] = quantityLots;
        chunk.counts[index] = orderCount;
        chunk.size++;
        levelCount++;
    }

    private void split(
            final int place,
            final Chunk chunk,
            final int index,
            final long key,
            final long quantityLots,
            final int orderCount) {
        final Chunk better = take();
        insertChunk(place + 1, better);
        // A new best level begins a chunk of its own: a market that moves leaves full chunks behind.
        final int kept = index == CHUNK && place + 2 == chunkCount ? CHUNK : CHUNK / 2;
        chunk.move(kept, better, 0, CHUNK - kept);
        better.size = CHUNK - kept;
        chunk.size = kept;
        if (index < kept || kept < CHUNK && index == kept) {
            insert(place, chunk, index, key, quantityLots, orderCount);
        } else {
            insert(place + 1, better, index - kept, key, quantityLots, orderCount);
        }
    }

    private void remove(final int place, final Chunk chunk, final int index) {
        chunk.move(index + 1, chunk, index, chunk.size - index - 1);
        chunk.size--;
        levelCount--;
        if (chunk.size == 0) {
            removeChunk(place);
        } else if (chunk.size <= SPARSE) {
            if (place + 1 < chunkCount && chunk.size + chunk(place + 1).size <= MERGED_MAX) {
                merge(place);
            } else if (place > 0 && chunk.size + chunk(place - 1).size <= MERGED_MAX) {
                merge(place - 1);
            }
        }
    }

    /** The next better chunk's levels come into this one. */
    private void merge(final int place) {
        final Chunk chunk = chunk(place);
        final Chunk better = chunk(place + 1);
        better.move(0, chunk, chunk.size, better.size);
        chunk.size += better.size;
        removeChunk(place + 1);
    }

    private void insertChunk(final int place, final Chunk chunk) {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        System.arraycopy(chunks, place, chunks, place + 1, chunkCount - place);
        chunks[place] = chunk;
        chunkCount++;
    }

    private void removeChunk(final int place) {
        final Chunk chunk = chunk(place);
        chunkCount--;
        System.arraycopy(chunks, place + 1, chunks, place, chunkCount - place);
        chunks[chunkCount] = null;
        chunk.size = 0;
        if (spareCount == spare.length) {
            spare = Arrays.copyOf(spare, spareCount * 2);
        }
        spare[spareCount++] = chunk;
    }

    private Chunk take() {
        if (spareCount == 0) {
            return new Chunk();
        }
        final Chunk chunk = spare[--spareCount];
        spare[spareCount] = null;
        assert chunk != null;
        return chunk;
    }
}
