package io.hft.backend.web.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hft.backend.support.MoneyDatabase;
import io.hft.backend.web.ProblemException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CursorsTest {
    private static final List<?> FILTERS = List.of(7L, "BTC-USD");

    private MoneyDatabase database;
    private Cursors cursors;

    @BeforeEach
    void open() {
        database = new MoneyDatabase();
        cursors = new Cursors(new CursorKey(database.client()));
    }

    @Test
    void goesOnWhereThePageEnded() {
        String cursor = cursors.write("orders", FILTERS, "1000000000042");
        assertThat(cursor).matches("[A-Za-z0-9_-]+").doesNotContain("1000000000042");
        assertThat(cursors.read("orders", FILTERS, cursor)).isEqualTo("1000000000042");
    }

    @Test
    void isReadByAnotherBackendOnTheSameDatabase() {
        String cursor = cursors.write("orders", FILTERS, "1");
        Cursors other = new Cursors(new CursorKey(database.client()));
        assertThat(other.read("orders", FILTERS, cursor)).isEqualTo("1");
    }

    @Test
    void refusesEveryChangeOfASingleCharacter() {
        String cursor = cursors.write("orders", FILTERS, "123");
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'Q' : 'A';
            refuses("orders", FILTERS, cursor.substring(0, i) + other + cursor.substring(i + 1));
        }
    }

    @Test
    void refusesWhatBelongsToAnotherListUserOrFilter() {
        String cursor = cursors.write("orders", FILTERS, "123");
        refuses("fills", FILTERS, cursor);
        refuses("orders", List.of(8L, "BTC-USD"), cursor);
        refuses("orders", List.of(7L, "ETH-USD"), cursor);
        refuses("orders", List.of("7BTC-USD"), cursor);
        refuses("orders", List.of(), cursor);
    }

    @Test
    void refusesForeignTexts() {
        for (String text : List.of("", "o", "MTIz", "not base64!", "\0", "A".repeat(513), "ü")) {
            refuses("orders", FILTERS, text);
        }
    }

    private void refuses(String list, List<?> filters, String cursor) {
        assertThatExceptionOfType(ProblemException.class)
                .as(cursor)
                .isThrownBy(() -> cursors.read(list, filters, cursor))
                .satisfies(
                        e -> assertThat(e.problem().errors().getFirst().field()).isEqualTo("cursor"));
    }
}
