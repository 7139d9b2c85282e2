package io.hft.engine.instrument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry, ordered by instrument id. Belongs to the thread of the matcher. */
public final class Instruments {
    private @Nullable Instrument[] byId = new @Nullable Instrument[8];
    private int size;

    /** The instrument of that id, or null. */
    public @Nullable Instrument find(int instrumentId) {
        return instrumentId >= 0 && instrumentId < byId.length ? byId[instrumentId] : null;
    }

    /** The instrument of that symbol, or null. */
    public @Nullable Instrument find(String symbol) {
        for (final Instrument instrument : byId) {
            if (instrument != null && instrument.symbol().equals(symbol)) {
                return instrument;
            }
        }
        return null;
    }

    public int size() {
        return size;
    }

    /** A copy, ordered by id. */
    public List<Instrument> all() {
        final List<Instrument> all = new ArrayList<>(size);
        for (final Instrument instrument : byId) {
            if (instrument != null) {
                all.add(instrument);
            }
        }
        return List.copyOf(all);
    }

    /**
     * Defines the instrument or changes its limits.
     *
     * @return false, and nothing changed, when the id exists on another grid or the symbol belongs to another id
     */
    public boolean upsert(Instrument instrument) {
        final Instrument sameId = find(instrument.instrumentId());
        if (sameId == null ? find(instrument.symbol()) != null : !sameId.sameGridAs(instrument)) {
            return false;
        }
        if (instrument.instrumentId() >= byId.length) {
            byId = Arrays.copyOf(byId, Math.max(instrument.instrumentId() + 1, byId.length * 2));
        }
        byId[instrument.instrumentId()] = instrument;
        if (sameId == null) {
            size++;
        }
        return true;
    }
}
