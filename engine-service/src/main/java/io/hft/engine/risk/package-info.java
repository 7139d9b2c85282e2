/**
 * Risk before matching: limits, kill switches, trading states, and what they need to know of accounts (open orders, open quantity
 * per side, position, orders in this second). The rules stand in {@code docs/matching-rules.md}.
 *
 * <p>Part of the deterministic core: no clock, no I/O; everything belongs to the thread of the matcher. In steady state an
 * order costs no allocation here. Memory grows with the accounts and the pairs of account and instrument that orders have named, and with the
 * scopes whose limits were set; none of it is ever given back.
 */
@NullMarked
package io.hft.engine.risk;

import org.jspecify.annotations.NullMarked;
