package io.hft.it.chaos.oracle;

import io.hft.engine.v1.PriceLevel;
import java.util.List;

/** A book as a client of the market data feed has it, best levels first. */
public record ClientBook(long eventSequence, List<PriceLevel> bids, List<PriceLevel> asks) {}
