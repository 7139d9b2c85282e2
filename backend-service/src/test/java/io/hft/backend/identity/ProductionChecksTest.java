package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ProductionChecksTest {
    private static final Map<String, String> GOOD = Map.of(
            "hft.sandbox.enabled", "false",
            "hft.database.url", "postgresql://exchange:kX4-vv81.Qm@db:5432/exchange",
            "hft.identity.master-key", "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=",
            "hft.identity.admin.username", "root",
            "hft.identity.admin.password", "",
            "hft.identity.cors-origins", "https://trade.example.com");

    @Test
    void findsNothingWrongWithSettingsOfOnesOwn() {
        assertThat(ProductionChecks.problems(environment(GOOD))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hft.sandbox.enabled, true, HFT_SANDBOX",
        "hft.database.url, '', DATABASE_URL",
        "hft.database.url, postgresql://trading_user:trading_password@db:5432/trading_db, DATABASE_URL",
        "hft.database.url, postgresql://trading_user@db:5432/trading_db, DATABASE_URL",
        "hft.database.url, jdbc:postgresql://db/x?user=hft&password=hft, DATABASE_URL",
        "hft.identity.master-key, '', HFT_MASTER_KEY",
        "hft.identity.master-key, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, HFT_MASTER_KEY",
        "hft.identity.admin.password, password, HFT_ADMIN_PASSWORD",
        "hft.identity.admin.password, short, HFT_ADMIN_PASSWORD",
        "hft.identity.cors-origins, *, HFT_CORS_ORIGINS",
    })
    void namesTheSettingThatIsWrongAndNotItsValue(String name, String value, String variable) {
        Map<String, String> settings = new TreeMap<>(GOOD);
        settings.put(name, value);
        assertThat(ProductionChecks.problems(environment(settings)))
                .singleElement()
                .asString()
                .contains(variable)
                .doesNotContain("trading_password", "short\"");
    }

    @ParameterizedTest
    @CsvSource({"kX4-vv81.Qm, true", "trading_password, false", "'', false"})
    void looksAtAPasswordThatStandsBesideTheUrl(String password, boolean good) {
        Map<String, String> settings = new TreeMap<>(GOOD);
        settings.put("hft.database.url", "postgresql://exchange@db:5432/exchange");
        settings.put("hft.database.password", password);
        assertThat(ProductionChecks.problems(environment(settings)).isEmpty()).isEqualTo(good);
    }

    private static StandardEnvironment environment(Map<String, String> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.copyOf(settings)));
        return environment;
    }
}
