package io.hft.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HftCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command =
            new CommandLine(new HftCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    @Test
    void explainsItselfOnRequest() {
        assertThat(command.execute("--help")).isZero();
        assertThat(out.toString()).contains("Usage: hft").contains("--version");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void refusesAnUnknownOptionByName() {
        assertThat(command.execute("--fast")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("--fast");
    }
}
