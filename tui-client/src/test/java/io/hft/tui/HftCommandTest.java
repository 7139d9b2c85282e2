package io.hft.tui;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.tui.command.Context;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HftCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command = HftCommand.commandLine(new Context(Map.of(), false))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));

    @Test
    void explainsItselfOnRequest() {
        assertThat(command.execute("--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: hft", "--version", "--url", "Exit codes:", "the key that is printed")
                .contains(
                        "login",
                        "register",
                        "logout",
                        "assets",
                        "instruments",
                        "book",
                        "ticker",
                        "trades",
                        "candles",
                        "buy",
                        "sell",
                        "cancel",
                        "replace",
                        "orders",
                        "fills",
                        "positions",
                        "balances",
                        "portfolio",
                        "status",
                        "completion")
                .doesNotContain("\u001b");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void refusesAnUnknownOptionByName() {
        assertThat(command.execute("--fast")).isEqualTo(2);
        assertThat(err.toString()).contains("--fast");
    }

    @Test
    void saysWhatAnOrderLacks() {
        assertThat(command.execute("buy", "BTC-USD", "0.1")).isEqualTo(2);
        assertThat(err.toString()).contains("--market", "--limit PRICE");
        assertThat(command.execute("buy", "BTC-USD", "--market")).isEqualTo(2);
        assertThat(err.toString()).contains("say how much");
        assertThat(command.execute("sell", "BTC-USD", "1e3", "--market")).isEqualTo(2);
        assertThat(err.toString()).contains("'1e3' must be a number");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThat(command.execute("status", "--url", "localhost:8000")).isEqualTo(2);
        assertThat(err.toString()).contains("--url", "http://127.0.0.1:8000");
    }

    @Test
    void printsACompletionScript() {
        assertThat(command.execute("completion")).isZero();
        assertThat(out.toString()).contains("complete -F", "portfolio", "--idempotency-key");
    }
}
