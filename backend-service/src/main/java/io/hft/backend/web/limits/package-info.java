/**
 * How much one caller may ask for: token buckets by user, or by address where nobody is logged in, one for each {@link io.hft.backend.web.limits.Budget}.
 * One filter behind the authentication; the number of buckets is bounded. Callable from any thread.
 */
@NullMarked
package io.hft.backend.web.limits;

import org.jspecify.annotations.NullMarked;
