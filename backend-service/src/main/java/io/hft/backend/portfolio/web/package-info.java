/** Portfolio and balances over REST; a principal sees its own only. */
@NullMarked
package io.hft.backend.portfolio.web;

import org.jspecify.annotations.NullMarked;
