/**
 * One key, one effect: stored requests by user, scope and key, with the fingerprint of the body and the first answer.
 * <p>A claim is part of the transaction that has the effect; the answer is stored later, compare-and-set, and everybody answers the
 * stored text. It knows no order beyond its id.
 */
@NullMarked
package io.hft.backend.idempotency;

import org.jspecify.annotations.NullMarked;
