package io.hft.backend.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.backend.config.SandboxProperties;
import io.hft.backend.config.SandboxProperties.MarketMode;
import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandboxSeedTest {
    private final MoneyDatabase database = new MoneyDatabase();

    private void seed() {
        seed(MarketMode.STATIC);
    }

    private void seed(MarketMode market) {
        new SandboxSeed(
                        database.client(),
                        database.ledger(),
                        database.transaction().getTransactionManager(),
                        new SandboxProperties(
                                true,
                                new BigDecimal("100000"),
                                market,
                                1,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1)))
                .afterPropertiesSet();
    }

    private String nameOf(long userId) {
        return database.jdbc().queryForObject("select username from users where user_id = ?", String.class, userId);
    }

    @Test
    void seedsOnce() {
        seed();
        seed();
        assertThat(nameOf(1)).isEqualTo("demo");
        assertThat(nameOf(House.USER_ID)).isEqualTo("house");
        assertThat(database.account(1, "USD")).isEqualTo("100000.00000000/0.00000000");
    }

    @Test
    void leavesMembersTheirNames() {
        database.jdbc().update("""
                insert into users (user_id, username, email, kind) values
                    (2, 'Demo', 'someone@test.invalid', 'MEMBER'), (3, 'x', 'HOUSE@sandbox.invalid', 'MEMBER'),
                    (4, 'house-2', 'another@test.invalid', 'MEMBER')
                """);
        seed();
        assertThat(nameOf(1)).isEqualTo("demo-2");
        assertThat(nameOf(2)).isEqualTo("Demo");
        assertThat(nameOf(House.USER_ID)).isEqualTo("house-3");
        assertThat(database.account(1, "USD")).isEqualTo("100000.00000000/0.00000000");
        assertThat(database.sum("USD")).isZero();
    }

    @Test
    void makesTakersWherePricesMoveAlsoInADatabaseThatHadNone() {
        seed();
        assertThat(database.jdbc().queryForList("select user_id from users where username = 'takers'"))
                .isEmpty();
        seed(MarketMode.RANDOM_WALK);
        seed(MarketMode.RANDOM_WALK);
        assertThat(nameOf(Takers.USER_ID)).isEqualTo("takers");
        assertThat(database.account(1, "USD")).isEqualTo("100000.00000000/0.00000000");
    }
}
