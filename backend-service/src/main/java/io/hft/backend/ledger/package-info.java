/**
 * Double entry: accounts per owner and asset, holds on them, and immutable transfers that debit one account and credit another.
 * <p>Everything here runs inside the caller's database transaction and locks account rows in id order, one row per placement,
 * many per settled batch. Amounts are never rounded here and no rule of trading is known here: {@code orders} and
 * {@code settlement} decide what moves.
 */
@NullMarked
package io.hft.backend.ledger;

import org.jspecify.annotations.NullMarked;
