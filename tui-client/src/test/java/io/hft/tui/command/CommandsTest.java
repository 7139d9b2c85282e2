package io.hft.tui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.tui.client.ScriptedBackend;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What the commands send, print and end with, against a backend that says what it is told to. */
class CommandsTest {
    @Command(name = "hft")
    static final class Root {}

    private final ScriptedBackend backend = new ScriptedBackend();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path config;

    @AfterEach
    void close() {
        backend.close();
    }

    private int hft(String... arguments) {
        Context context =
                new Context(Map.of("HFT_URL", backend.url().toString(), "XDG_CONFIG_HOME", config.toString()), false);
        CommandLine line =
                Commands.of(new Root(), context).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void placesWithTheKeyThatItIsGiven() {
        backend.answers(201, "{\"order_id\":\"7\",\"status\":\"NEW\",\"cumulative_quantity\":\"0.00000000\"}");
        assertThat(hft("buy", "btc-usd", "0.5", "--limit", "50000", "--post-only", "--idempotency-key", "mine"))
                .isZero();
        assertThat(backend.requests()).hasSize(1);
        assertThat(backend.requests().getFirst().key()).isEqualTo("mine");
        assertThat(backend.requests().getFirst().body())
                .isEqualTo(
                        "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"50000\",\"quantity\":\"0.5\",\"post_only\":true}");
    }

    @Test
    void namesEveryTypeOfOrder() {
        backend.answers(200, "{}");
        hft("buy", "X-Y", "--market", "--quote", "100", "--preview");
        hft("sell", "X-Y", "1", "--stop", "9", "--preview");
        hft("sell", "X-Y", "1", "--stop", "9", "--limit", "8", "--preview");
        hft("sell", "X-Y", "1", "--limit", "8", "--display", "0.1", "--tif", "gtd", "--preview");
        assertThat(backend.requests())
                .extracting(ScriptedBackend.Request::body)
                .containsExactly(
                        "{\"symbol\":\"X-Y\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quote_quantity\":\"100\"}",
                        "{\"symbol\":\"X-Y\",\"side\":\"SELL\",\"type\":\"STOP\",\"stop_price\":\"9\",\"quantity\":\"1\"}",
                        "{\"symbol\":\"X-Y\",\"side\":\"SELL\",\"type\":\"STOP_LIMIT\",\"price\":\"8\",\"stop_price\":\"9\",\"quantity\":\"1\"}",
                        "{\"symbol\":\"X-Y\",\"side\":\"SELL\",\"type\":\"ICEBERG\",\"time_in_force\":\"GTD\",\"price\":\"8\",\"quantity\":\"1\",\"display_quantity\":\"0.1\"}");
    }

    @Test
    void anOrderThatTheEngineRefusedIsAFailureWithItsReason() {
        backend.answers(
                201,
                "{\"order_id\":\"7\",\"status\":\"REJECTED\",\"reject_reason\":\"PRICE_OUTSIDE_BAND\",\"cumulative_quantity\":\"0\"}");
        assertThat(hft("buy", "BTC-USD", "1", "--limit", "1", "-o", "json")).isEqualTo(ExitCodes.REFUSED);
        assertThat(err.toString()).contains("REJECTED", "PRICE_OUTSIDE_BAND");
        assertThat(out.toString()).contains("\"reject_reason\":\"PRICE_OUTSIDE_BAND\"");
    }

    @Test
    void aPartialFillIsNone() {
        backend.answers(201, "{\"order_id\":\"7\",\"status\":\"CANCELED\",\"cumulative_quantity\":\"0.1\"}");
        assertThat(hft("buy", "BTC-USD", "1", "--market")).isZero();
    }

    @Test
    void endsWithTheCodeOfWhatWentWrong() {
        backend.answers(402, "{\"error_code\":\"ERR_LIQUIDITY\",\"detail\":\"5 USD needed\"}")
                .answers(401, "{\"error_code\":\"ERR_UNAUTHENTICATED\",\"detail\":\"who?\"}")
                .answers(404, "{\"error_code\":\"ERR_ORDER_NOT_FOUND\",\"detail\":\"none\"}")
                .answers(500, "{}");
        assertThat(hft("buy", "BTC-USD", "1", "--market")).isEqualTo(ExitCodes.REFUSED);
        assertThat(hft("balances")).isEqualTo(ExitCodes.NOT_ALLOWED);
        assertThat(hft("orders", "9")).isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(hft("balances")).isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(err.toString()).contains("ERR_LIQUIDITY: 5 USD needed", "hft login");
        assertThat(out.toString()).isEmpty();
        backend.close();
        assertThat(hft("balances")).isEqualTo(ExitCodes.UNREACHABLE);
    }

    @Test
    void anUnknownOutcomeNamesTheKey() {
        backend.losesTheAnswer();
        assertThat(hft("buy", "BTC-USD", "1", "--market", "--timeout", "0", "--idempotency-key", "mine"))
                .isEqualTo(ExitCodes.UNKNOWN);
        assertThat(err.toString()).contains("--idempotency-key mine");
    }

    @Test
    void aCancelWhoseAnswerGotLostIsFoundDone() {
        backend.losesTheAnswer()
                .answers(409, "{\"error_code\":\"ERR_ORDER_NOT_OPEN\",\"detail\":\"done\"}")
                .answers(200, "{\"order_id\":\"7\",\"status\":\"CANCELED\"}");
        assertThat(hft("cancel", "7", "-o", "json")).isZero();
        assertThat(out.toString()).contains("CANCELED");
    }

    @Test
    void followsAListOverItsPages() {
        backend.answers(200, "{\"items\":[{\"order_id\":\"2\"}],\"next_cursor\":\"a b\"}")
                .answers(200, "{\"items\":[{\"order_id\":\"1\"}],\"next_cursor\":null}");
        assertThat(hft("orders", "--open", "-o", "csv", "--limit", "7")).isZero();
        assertThat(out.toString().lines().map(line -> line.split(",")[0])).containsExactly("order_id", "2", "1");
        assertThat(backend.requests())
                .extracting(ScriptedBackend.Request::path)
                .containsExactly("/api/v1/orders?open=true&limit=7", "/api/v1/orders?open=true&limit=6&cursor=a%20b");
    }

    @Test
    void printsNoHeadingOverNothingThatWasCancelled() {
        backend.answers(409, "{\"error_code\":\"ERR_ORDER_NOT_OPEN\",\"detail\":\"The order is CANCELED\"}");
        assertThat(hft("cancel", "1")).isEqualTo(ExitCodes.REFUSED);
        assertThat(out.toString()).isEmpty();
        assertThat(hft("cancel", "1", "-o", "json")).isEqualTo(ExitCodes.REFUSED);
        assertThat(out.toString()).isEqualToIgnoringNewLines("[]");
    }

    @Test
    void saysWhichOrdersCouldNotBeCancelled() {
        backend.answers(404, "{\"error_code\":\"ERR_ORDER_NOT_FOUND\",\"detail\":\"You have no order 1\"}")
                .answers(200, "{\"order_id\":\"2\",\"status\":\"CANCELED\"}");
        assertThat(hft("cancel", "1", "2")).isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(err.toString()).contains("order 1: ERR_ORDER_NOT_FOUND");
        assertThat(out.toString()).contains("CANCELED");
    }
}
