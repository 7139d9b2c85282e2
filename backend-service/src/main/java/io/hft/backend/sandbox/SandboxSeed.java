package io.hft.backend.sandbox;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.identity.Principal;
import io.hft.backend.ledger.Ledger;
import io.hft.backend.money.Decimals;
import java.math.BigDecimal;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a sandbox begins with: four assets with reference prices, the demo user with money, the house with inventory; and, where
 * prices move, the takers, who fetch their inventory themselves. All of it in one transaction on the first start; nothing on later ones. Several backends may start at once.
 */
final class SandboxSeed implements InitializingBean {
    private static final Logger log = LoggerFactory.getLogger(SandboxSeed.class);

    /** Any number that nobody else uses as an advisory lock. */
    private static final long SEED_LOCK = 0x4846_5453_4545_44L;

    private record SeedAsset(String symbol, String name, String referencePriceUsd, String houseInventory) {}

    private static final List<SeedAsset> ASSETS = List.of(
            new SeedAsset("BTC", "Bitcoin", "50000", "1000000"),
            new SeedAsset("ETH", "Ether", "3000", "20000000"),
            new SeedAsset("SOL", "Solana", "100", "600000000"),
            new SeedAsset("USD", "US dollar", "1", "100000000000"));

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final TransactionTemplate transaction;
    private final SandboxProperties properties;

    SandboxSeed(JdbcClient jdbc, Ledger ledger, PlatformTransactionManager transactions, SandboxProperties properties) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
    }

    @Override
    public void afterPropertiesSet() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(?)").param(SEED_LOCK).query(rows -> {});
            if (!exists(House.USER_ID)) {
                seed();
            }
            // Not with the rest: a database may be older than they are.
            if (Takers.areWanted(properties) && !exists(Takers.USER_ID)) {
                insertUser(Takers.USER_ID, "takers", "HOUSE");
            }
        });
    }

    private boolean exists(long userId) {
        return jdbc.sql("select exists (select 1 from users where user_id = ?)")
                .param(userId)
                .query(Boolean.class)
                .single();
    }

    private void seed() {
        for (SeedAsset asset : ASSETS) {
            jdbc.sql("""
                            insert into assets (symbol, name, reference_price_usd) values (?, ?, ?)
                            on conflict (symbol) do update
                               set name = excluded.name, reference_price_usd = excluded.reference_price_usd
                            """)
                    .params(asset.symbol(), asset.name(), new BigDecimal(asset.referencePriceUsd()))
                    .update();
        }
        insertUser(Principal.DEMO_USER_ID, "demo", "DEMO");
        insertUser(House.USER_ID, "house", "HOUSE");
        if (properties.initialUsd().signum() > 0) {
            ledger.deposit(Principal.DEMO_USER_ID, "USD", properties.initialUsd(), properties.initialUsd());
        }
        for (SeedAsset asset : ASSETS) {
            BigDecimal inventory = new BigDecimal(asset.houseInventory());
            ledger.deposit(
                    House.USER_ID,
                    asset.symbol(),
                    inventory,
                    Decimals.value(inventory, new BigDecimal(asset.referencePriceUsd())));
        }
        log.info("sandbox seeded: demo user {} with {} USD", Principal.DEMO_USER_ID, properties.initialUsd());
    }

    /** Without a password: nobody can log in as them. Where a member has the name, they get it with a number. */
    private void insertUser(long userId, String wanted, String kind) {
        String name = wanted;
        for (int number = 2; isTaken(name); number++) {
            name = wanted + "-" + number;
        }
        if (!name.equals(wanted)) {
            log.warn("the name {} belongs to a member; user {} is called {}", wanted, userId, name);
        }
        jdbc.sql(
                        "insert into users (user_id, username, email, kind) values (?, ?, ?, ?) on conflict (user_id) do nothing")
                .params(userId, name, address(name), kind)
                .update();
    }

    private boolean isTaken(String name) {
        return jdbc.sql("select exists (select 1 from users where lower(username) = ? or lower(email) = ?)")
                .params(name, address(name))
                .query(Boolean.class)
                .single();
    }

    private static String address(String name) {
        return name + "@sandbox.invalid";
    }
}
