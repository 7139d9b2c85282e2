package io.hft.backend.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @CsvSource({
        "postgresql://u:p@host:5432/db,                        jdbc:postgresql://host:5432/db, u, p",
        "postgres://u:p@host/db,                               jdbc:postgresql://host/db, u, p",
        "jdbc:postgresql://host:5432/db?user=u&password=p,     jdbc:postgresql://host:5432/db, u, p",
        "jdbc:postgresql://u:p@host:5432/db,                   jdbc:postgresql://host:5432/db, u, p",
        "postgresql://u:p%40ss%3A%2F@host/db,                  jdbc:postgresql://host/db, u, p@ss:/",
        "postgresql://u:a+b@host/db,                           jdbc:postgresql://host/db, u, a+b",
        "postgresql://u:p@host/db?sslmode=require,             jdbc:postgresql://host/db?sslmode=require, u, p",
        "postgresql://u:p@host/db?connect_timeout=3&application_name=x, jdbc:postgresql://host/db?connectTimeout=3&ApplicationName=x, u, p",
        "postgresql://u:p@[::1]:5433/db,                       jdbc:postgresql://[::1]:5433/db, u, p",
        "postgresql://u:p@[::1]/db,                            jdbc:postgresql://[::1]/db, u, p",
    })
    void understandsTheFormsThatPeopleHave(String text, String jdbcUrl, String username, String password) {
        assertThat(DatabaseUrl.parse(text)).isEqualTo(new DatabaseUrl(jdbcUrl, username, password));
    }

    @Test
    void keepsSeveralHosts() {
        assertThat(DatabaseUrl.parse("postgresql://u:p@a:1,b:2/db?target_session_attrs=primary")
                        .jdbcUrl())
                .isEqualTo("jdbc:postgresql://a:1,b:2/db?targetServerType=primary");
    }

    @Test
    void takesAUserWithoutPasswordAndNoUserAtAll() {
        assertThat(DatabaseUrl.parse("postgresql://u@host/db"))
                .isEqualTo(new DatabaseUrl("jdbc:postgresql://host/db", "u", null));
        assertThat(DatabaseUrl.parse("postgresql://host/db"))
                .isEqualTo(new DatabaseUrl("jdbc:postgresql://host/db", null, null));
    }

    @Test
    void takesThePasswordFromElsewhereOnlyIfItHasNone() {
        assertThat(DatabaseUrl.parse("postgresql://u@host/db").passwordOr("p@ss:/"))
                .isEqualTo("p@ss:/");
        assertThat(DatabaseUrl.parse("postgresql://u:own@host/db").passwordOr("other"))
                .isEqualTo("own");
        assertThat(DatabaseUrl.parse("postgresql://u@host/db").passwordOr("")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:hunter2@host/db",
                "postgresql://u:hunter2@host:99999/db",
                "postgresql://u:hunter2@host:port/db",
                "postgresql://u:hunter2@host:5432",
                "postgresql://u:hunter2@host:5432/",
                "hunter2"
            })
    void refusesAnythingElseWithoutRepeatingThePassword(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void keepsThePasswordOutOfLogs() {
        assertThat(DatabaseUrl.parse("postgresql://u:hunter2@host/db").toString())
                .doesNotContain("hunter2");
    }
}
