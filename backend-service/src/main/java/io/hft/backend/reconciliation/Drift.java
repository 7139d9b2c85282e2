package io.hft.backend.reconciliation;

import java.time.Instant;

/**
 * A difference that should not be.
 *
 * @param subject what it is about, with its ids, for example {@code order 1000000000007 (BTC-USD)}
 * @param expected of an order or event: what the engine says; of money: what orders, fills and transfers add up to
 * @param found what the database has
 * @param since when it was first seen by this backend
 */
public record Drift(Kind kind, String subject, String expected, String found, Instant since) {
    /** What is wrong; {@code docs/operations/reconciliation.md} says what each means and what to do. */
    public enum Kind {
        /** Open in the engine, of one of our users, and the database has no such order. */
        ORDER_NOT_IN_DATABASE(Check.OPEN_ORDERS),
        /** Open in the engine, and done for the database, or not accepted yet. */
        ORDER_NOT_OPEN_IN_DATABASE(Check.OPEN_ORDERS),
        /** Open for the database, and the engine has finished it or does not know it. */
        ORDER_NOT_OPEN_IN_ENGINE(Check.OPEN_ORDERS),
        /** Open on both sides, and status, price or a quantity differs. */
        ORDER_STATE(Check.OPEN_ORDERS),
        /** An open order holds another amount than it needs. */
        ORDER_HOLD(Check.HOLDS),
        /** An account's hold is not what its open orders need. */
        ACCOUNT_HOLD(Check.HOLDS),
        /** The balances of an asset do not sum to zero. */
        ASSET_SUM(Check.SUMS),
        /** An account's balance is not what its transfers make it. */
        ACCOUNT_BALANCE(Check.BALANCES),
        /** An order's cumulative quantity or amount is not the sum of its fills, or a done order holds money. */
        ORDER_FILLS(Check.FILLS),
        /** A trade without two fills of opposite sides, equal price, quantity and amount. */
        TRADE_SIDES(Check.EVENTS),
        /** The engine's stream leaves out a number, or repeats one. */
        EVENT_GAP(Check.EVENTS),
        /** The engine said it, and it is not booked. */
        EVENT_LOST(Check.EVENTS),
        /** Booked more than once. */
        EVENT_DOUBLED(Check.EVENTS),
        /** Booked under another number than the engine gave it. */
        EVENT_REORDERED(Check.EVENTS),
        /** Booked, and the engine never said it. */
        EVENT_UNKNOWN(Check.EVENTS),
        /** The event under the settlement's cursor is not the one that was booked there. */
        CURSOR(Check.CURSOR);

        private final Check check;

        Kind(Check check) {
            this.check = check;
        }

        Check check() {
            return check;
        }
    }

    /** What is looked at together. */
    enum Check {
        OPEN_ORDERS,
        HOLDS,
        SUMS,
        BALANCES,
        FILLS,
        EVENTS,
        CURSOR
    }
}
