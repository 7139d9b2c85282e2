/**
 * Money that comes from outside and goes there: play money, since there is no bank behind it. Each movement is one transfer against the asset's
 * external account.
 */
@NullMarked
package io.hft.backend.funding;

import org.jspecify.annotations.NullMarked;
