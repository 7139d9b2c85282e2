package io.hft.backend.portfolio;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads positions: every asset but USD that a user has or had. One statement, so that they are of one moment. */
@Component
public class Positions {
    private final JdbcClient jdbc;

    Positions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By asset; empty for an unknown user. */
    public List<CostedPosition> of(long userId) {
        return jdbc.sql("""
                        select a.asset, a.balance, a.cost_basis, a.realised_pnl,
                               coalesce(i.last_trade_price, s.reference_price_usd, i.reference_price, 0) as price
                          from ledger_accounts a
                          join assets s on s.symbol = a.asset
                          left join instruments i on i.base_asset = a.asset and i.quote_asset = 'USD'
                         where a.owner_id = ? and a.asset <> 'USD' and (a.balance <> 0 or a.realised_pnl <> 0)
                         order by a.asset
                        """)
                .param(userId)
                .query((row, number) -> new CostedPosition(
                        row.getString("asset"),
                        row.getBigDecimal("balance"),
                        row.getBigDecimal("cost_basis"),
                        row.getBigDecimal("realised_pnl"),
                        row.getBigDecimal("price")))
                .list();
    }
}
