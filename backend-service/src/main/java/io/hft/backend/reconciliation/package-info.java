/**
 * Compares the engine with the database, and the database with itself, and reports every difference by name: open orders, holds, balances,
 * fills, and the event stream against what was booked. It reads only, and mends nothing.
 * <p>{@link io.hft.backend.reconciliation.ReconciliationPatrol} looks all the time, on one thread, in small steps; {@link
 * io.hft.backend.reconciliation.Reconciler} looks at everything on demand. No database connection is held while the engine is asked.
 */
@NullMarked
package io.hft.backend.reconciliation;

import org.jspecify.annotations.NullMarked;
