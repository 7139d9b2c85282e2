package io.hft.backend.settlement;

import io.hft.backend.ledger.AccountKey;
import io.hft.backend.ledger.TradeReference;
import java.math.BigDecimal;

/** What an account could not pay for a trade; an alarm. It takes somebody who has changed an order in the engine past the backend. */
record Shortfall(AccountKey account, BigDecimal amount, TradeReference trade) {}
