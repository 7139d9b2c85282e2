/**
 * The simple buy: a market buy by base asset, paying asset and quantity, placed like any other order.
 * <p>Blocking, on the request's virtual thread. It has no state and no way of its own to the engine or the ledger.
 */
@NullMarked
package io.hft.backend.trading;

import org.jspecify.annotations.NullMarked;
