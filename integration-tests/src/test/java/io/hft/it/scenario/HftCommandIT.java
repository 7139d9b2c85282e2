package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Hft;
import io.hft.it.support.Platform;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The scriptable face of the terminal client, by exit codes and JSON, on the real platform. */
class HftCommandIT {
    @RegisterExtension
    static final Platform platform = new Platform();

    @TempDir
    private Path configuration;

    private Hft hft;

    @BeforeEach
    void prepare() {
        hft = new Hft(platform.url(), configuration);
    }

    @Test
    void showsTheMarketInEveryFormat() {
        assertThat(hft.run("status").exitCode()).isZero();
        Hft.Result book = hft.run("book", "btc-usd", "--depth", "1", "-o", "json");
        assertThat(book.json().path("asks").path(0).path(0).asString()).isEqualTo("50000.00");
        assertThat(hft.run("assets", "-o", "csv").out()).startsWith("symbol,name,price\nBTC,Bitcoin,50000.00000000\n");
        assertThat(hft.run("instruments").out())
                .contains("BTC-USD", "TICK SIZE")
                .doesNotContain("\u001b");
        assertThat(hft.run("ticker", "BTC-USD", "-o", "json")
                        .json()
                        .path(0)
                        .path("best_bid")
                        .asString())
                .isEqualTo("49999.99");
        assertThat(hft.run("candles", "BTC-USD", "-o", "json").json().isArray()).isTrue();
    }

    @Test
    void tradesAsSomebodyOfItsOwn() {
        Hft.Result registered =
                hft.runWithInput("correct-horse-battery\n", "register", "grace", "grace@example.com", "-o", "json");
        assertThat(registered.exitCode()).as(registered.toString()).isZero();
        assertThat(registered.out()).contains("\"username\":\"grace\"").doesNotContain("token", "correct");

        Hft.Result bought = hft.run("buy", "BTC-USD", "0.1", "--market", "-o", "json");
        assertThat(bought.exitCode()).as(bought.toString()).isZero();
        assertThat(bought.err()).isEmpty();
        assertThat(bought.text("status")).isEqualTo("FILLED");

        Hft.Result first =
                hft.run("buy", "BTC-USD", "0.2", "--limit", "49000", "--idempotency-key", "resting", "-o", "json");
        Hft.Result again =
                hft.run("buy", "BTC-USD", "0.2", "--limit", "49000", "--idempotency-key", "resting", "-o", "json");
        assertThat(first.text("status")).isEqualTo("NEW");
        assertThat(again.out()).isEqualTo(first.out());
        String orderId = first.text("order_id");

        JsonNode open = hft.run("orders", "--open", "-o", "json").json();
        assertThat(open.size()).isEqualTo(1);
        assertThat(open.path(0).path("order_id").asString()).isEqualTo(orderId);
        assertThat(hft.run("replace", orderId, "--price", "48000", "-o", "json").text("price"))
                .isEqualTo("48000.00000000");
        assertThat(hft.run("cancel", orderId, "-o", "json")
                        .json()
                        .path(0)
                        .path("status")
                        .asString())
                .isEqualTo("CANCELED");
        Hft.Result gone = hft.run("cancel", orderId);
        assertThat(gone.exitCode()).isEqualTo(3);
        assertThat(gone.err()).contains("ERR_ORDER_NOT_OPEN");

        assertThat(hft.run("sell", "BTC-USD", "0.05", "--market", "-o", "json").text("status"))
                .isEqualTo("FILLED");
        assertThat(hft.run("fills", "-o", "json").json().size()).isEqualTo(2);
        assertThat(hft.run("trades", "BTC-USD", "-o", "csv").out()).contains("BUY,50000.00,0.10000000");
        assertThat(hft.run("balances", "-o", "csv").out()).contains("BTC,0.05000000,0.00000000,0.05000000");
        assertThat(hft.run("positions", "-o", "json")
                        .json()
                        .path(0)
                        .path("quantity")
                        .asString())
                .isEqualTo("0.05000000");
        assertThat(hft.run("portfolio", "-o", "json").text("cash_usd")).startsWith("97499.99");

        Hft.Result watched = hft.run("watch", "BTC-USD", "--channel", "trades", "--count", "1", "-o", "json");
        assertThat(watched.exitCode()).as(watched.toString()).isZero();
        assertThat(watched.json().path("trades").size()).isEqualTo(2);

        assertThat(hft.run("logout").exitCode()).isZero();
        Hft.Result back = hft.runWithInput("correct-horse-battery\n", "login", "grace");
        assertThat(back.out()).contains("logged in as grace");
        assertThat(hft.run("balances", "-o", "csv").out()).contains("BTC,0.05000000");
    }

    @Test
    void saysOnStandardErrorWhyItWasRefused() {
        Hft.Result dear = hft.run("buy", "BTC-USD", "100", "--limit", "49000", "-o", "json");
        assertThat(dear.exitCode()).isEqualTo(3);
        assertThat(dear.out()).isEmpty();
        assertThat(dear.err()).contains("ERR_LIQUIDITY", "4900000");

        Hft.Result outside = hft.run("buy", "BTC-USD", "0.001", "--limit", "50000.001");
        assertThat(outside.exitCode()).isEqualTo(3);
        assertThat(outside.err()).contains("price");

        Hft.Result killed = hft.run("buy", "BTC-USD", "1", "--limit", "40000", "--tif", "FOK");
        assertThat(killed.exitCode()).isEqualTo(3);
        assertThat(killed.err()).contains("FOK_NOT_FILLABLE");

        assertThat(hft.run("orders", "99999").exitCode()).isEqualTo(5);
        Hft.Result wrong = hft.runWithInput("not-the-password\n", "login", "nobody");
        assertThat(wrong.exitCode()).isEqualTo(4);
        assertThat(wrong.err()).contains("ERR_BAD_CREDENTIALS").doesNotContain("not-the-password");
        assertThat(hft.run("bye").exitCode()).isEqualTo(2);
        assertThat(new Hft(URI.create("http://127.0.0.1:1"), configuration)
                        .run("status")
                        .exitCode())
                .isEqualTo(6);
    }
}
