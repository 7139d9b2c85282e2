/**
 * Exact decimals: scale, rounding and their JSON form. Amounts are {@code BigDecimal} with 8 fraction digits; binary floating point
 * is not used anywhere near money.
 * <p>Stateless; every thread may use it. It knows no account and no currency: those are the ledger's.
 */
@NullMarked
package io.hft.backend.money;

import org.jspecify.annotations.NullMarked;
