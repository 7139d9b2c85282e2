package io.hft.backend.reconciliation;

import io.hft.backend.reconciliation.Drift.Kind;

/**
 * A difference as one look found it.
 *
 * @param shard of an event; 0 where it does not matter
 * @param id of what it is about: order, account, or the event's sequence; to look at it again
 */
record Finding(Kind kind, int shard, long id, String subject, String expected, String found) {
    /** The same difference at another time, whatever its values are by then. */
    Key key() {
        return new Key(kind, shard, id, subject);
    }

    record Key(Kind kind, int shard, long id, String subject) {}
}
