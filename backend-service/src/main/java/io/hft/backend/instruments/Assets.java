package io.hft.backend.instruments;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * All assets with their present value in USD: the last trade of ASSET-USD, before the first trade the reference price; one for USD itself.
 */
@Component
public class Assets {
    private static final String SELECT = """
            select a.symbol, a.name,
                   case when a.symbol = 'USD' then 1.00000000
                        else coalesce(i.last_trade_price, a.reference_price_usd, i.reference_price) end as price_usd
              from assets a
              left join instruments i on i.base_asset = a.symbol and i.quote_asset = 'USD'
            """;

    private final JdbcClient jdbc;

    Assets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By symbol. */
    public List<Asset> all() {
        return jdbc.sql(SELECT + " order by a.symbol").query(Asset.class).list();
    }

    public Optional<Asset> find(String symbol) {
        return jdbc.sql(SELECT + " where a.symbol = ?")
                .param(symbol)
                .query(Asset.class)
                .optional();
    }
}
