/**
 * The idempotency key as a controller argument, and stored answers as HTTP responses.
 */
@NullMarked
package io.hft.backend.idempotency.web;

import org.jspecify.annotations.NullMarked;
