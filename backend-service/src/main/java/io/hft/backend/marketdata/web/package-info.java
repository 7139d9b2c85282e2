/** Market data and the exchange's clock over REST. Public facts: no principal is asked. */
@NullMarked
package io.hft.backend.marketdata.web;

import org.jspecify.annotations.NullMarked;
