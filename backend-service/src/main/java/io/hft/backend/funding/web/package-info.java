/** Deposits and withdrawals over REST; a principal moves its own money only. */
@NullMarked
package io.hft.backend.funding.web;

import org.jspecify.annotations.NullMarked;
