/**
 * REST face of orders: form checks with field and rule, the JSON shape, and the mapping of results to problems.
 */
@NullMarked
package io.hft.backend.orders.web;

import org.jspecify.annotations.NullMarked;
