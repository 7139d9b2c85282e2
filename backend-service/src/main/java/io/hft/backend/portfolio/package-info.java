/**
 * What users have and what it is worth. Reads the ledger and the prices of assets; moves nothing. An unknown user has an empty portfolio.
 */
@NullMarked
package io.hft.backend.portfolio;

import org.jspecify.annotations.NullMarked;
