package io.hft.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OutputTest {
    private static final List<Column> COLUMNS =
            List.of(Column.text("side"), Column.number("price"), Column.number("quantity"), Column.text("note"));
    private static final List<JsonNode> ROWS =
            new JsonMapper().readTree("""
            [{"side":"BUY","price":"50000.00000000","quantity":"0.12345678","note":null},
             {"side":"SELL","price":"9.50000000","quantity":"100.00000000","note":"a,\\"b\\"","more":1}]""").valueStream().toList();

    @Test
    void linesUpNumbersWithoutLosingADigit() {
        assertThat(new Table(COLUMNS, Ansi.OFF).lines(ROWS))
                .containsExactly(
                        "SIDE     PRICE      QUANTITY  NOTE",
                        "BUY   50000.00    0.12345678  -",
                        "SELL      9.50  100.00000000  a,\"b\"");
    }

    @Test
    void coloursOnlyForPeople() {
        assertThat(new Table(COLUMNS, Ansi.ON).lines(ROWS).get(1)).contains("\u001b[");
        assertThat(String.join("", new Table(COLUMNS, Ansi.OFF).lines(ROWS))).doesNotContain("\u001b");
    }

    @Test
    void writesCsvWithTheNamesAndTextsOfTheAnswer() {
        assertThat(printed(Format.csv).lines())
                .containsExactly(
                        "side,price,quantity,note",
                        "BUY,50000.00000000,0.12345678,",
                        "SELL,9.50000000,100.00000000,\"a,\"\"b\"\"\"");
    }

    @Test
    void writesJsonAsItCame() {
        assertThat(new JsonMapper().readTree(printed(Format.json))).isEqualTo(new JsonMapper().valueToTree(ROWS));
    }

    private static String printed(Format format) {
        StringWriter text = new StringWriter();
        new Output(new PrintWriter(text), format, false).list(ROWS, COLUMNS);
        return text.toString();
    }
}
