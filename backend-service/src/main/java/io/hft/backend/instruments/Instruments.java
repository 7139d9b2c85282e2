package io.hft.backend.instruments;

import io.hft.backend.engine.EngineContact;
import io.hft.backend.engine.EngineInstrument;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** All instruments, from memory; callable from any thread. */
@Component
public class Instruments {
    private static final Logger log = LoggerFactory.getLogger(Instruments.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private volatile Map<String, Instrument> known = Map.of();

    Instruments(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    public Optional<Instrument> find(String symbol) {
        return Optional.ofNullable(known().get(symbol));
    }

    /** As {@link #find(String)}, but looks into the database before it says that there is none: another backend may have met it first. */
    public Optional<Instrument> findAnew(String symbol) {
        Optional<Instrument> present = find(symbol);
        if (present.isEmpty()) {
            known = load();
            return find(symbol);
        }
        return present;
    }

    /** The market where {@code baseAsset} is bought with {@code quoteAsset}. */
    public Optional<Instrument> find(String baseAsset, String quoteAsset) {
        return known().values().stream()
                .filter(one ->
                        one.baseAsset().equals(baseAsset) && one.quoteAsset().equals(quoteAsset))
                .findFirst();
    }

    /** By symbol. */
    public List<Instrument> all() {
        return known().values().stream()
                .sorted((a, b) -> a.symbol().compareTo(b.symbol()))
                .toList();
    }

    private Map<String, Instrument> known() {
        Map<String, Instrument> present = known;
        if (present.isEmpty()) {
            present = load();
            known = present;
        }
        return present;
    }

    /** Takes over what the engine says, before anybody else acts on its return. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void onEngineContact(EngineContact event) {
        event.instruments().forEach(this::take);
        known = load();
        log.info(
                "instruments: {}",
                String.join(" ", known.keySet().stream().sorted().toList()));
    }

    /** One that cannot be kept is left out, so that the others can be traded. */
    private void take(EngineInstrument instrument) {
        if (decimals(instrument.tickSize()) > Decimals.SCALE || decimals(instrument.lotSize()) > Decimals.SCALE) {
            log.error(
                    "instrument {} is left out: its tick {} and its lot {} may have {} decimals at most, as money has",
                    instrument.symbol(),
                    instrument.tickSize().toPlainString(),
                    instrument.lotSize().toPlainString(),
                    Decimals.SCALE);
            return;
        }
        try {
            transaction.executeWithoutResult(status -> save(instrument));
        } catch (DataIntegrityViolationException e) {
            log.error(
                    "instrument {} is left out: {}",
                    instrument.symbol(),
                    e.getMostSpecificCause().getMessage());
        }
    }

    private static int decimals(BigDecimal size) {
        return size.stripTrailingZeros().scale();
    }

    private void save(EngineInstrument instrument) {
        for (String asset : List.of(instrument.baseAsset(), instrument.quoteAsset())) {
            jdbc.sql("insert into assets (symbol, name) values (?, ?) on conflict do nothing")
                    .params(asset, asset)
                    .update();
        }
        jdbc.sql("""
                        insert into instruments (symbol, base_asset, quote_asset, tick_size, lot_size, max_quantity,
                            reference_price, price_band_basis_points, shard)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (symbol) do update set tick_size = excluded.tick_size, lot_size = excluded.lot_size,
                            max_quantity = excluded.max_quantity, reference_price = excluded.reference_price,
                            price_band_basis_points = excluded.price_band_basis_points, shard = excluded.shard
                        """)
                .params(
                        instrument.symbol(),
                        instrument.baseAsset(),
                        instrument.quoteAsset(),
                        instrument.tickSize(),
                        instrument.lotSize(),
                        instrument.maxQuantity(),
                        instrument.referencePrice(),
                        instrument.priceBandBasisPoints(),
                        instrument.shard())
                .update();
    }

    private Map<String, Instrument> load() {
        return jdbc.sql("select * from instruments").query(Instruments::instrument).list().stream()
                .collect(Collectors.toUnmodifiableMap(Instrument::symbol, Function.identity()));
    }

    private static Instrument instrument(ResultSet row, int number) throws SQLException {
        return new Instrument(
                row.getString("symbol"),
                row.getString("base_asset"),
                row.getString("quote_asset"),
                row.getBigDecimal("tick_size"),
                row.getBigDecimal("lot_size"),
                row.getBigDecimal("max_quantity"),
                row.getBigDecimal("reference_price"),
                row.getInt("price_band_basis_points"),
                row.getInt("shard"));
    }
}
