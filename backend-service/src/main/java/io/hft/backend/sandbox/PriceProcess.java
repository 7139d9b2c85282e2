package io.hft.backend.sandbox;

import io.hft.backend.instruments.Instrument;
import java.math.BigDecimal;

/** Where the house's best ask is to be. Asked for each move by one thread where prices move. */
interface PriceProcess {
    /** On the instrument's tick grid. */
    BigDecimal next(Instrument instrument);
}
