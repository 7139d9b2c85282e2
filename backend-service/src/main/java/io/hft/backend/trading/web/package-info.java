/**
 * REST face of the simple buy: the order of its checks, its answer, and how an answer is rebuilt after a crash.
 */
@NullMarked
package io.hft.backend.trading.web;

import org.jspecify.annotations.NullMarked;
