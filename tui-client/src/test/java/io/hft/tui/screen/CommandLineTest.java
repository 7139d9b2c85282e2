package io.hft.tui.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.tui.model.Desk;
import io.hft.tui.model.Desks;
import io.hft.tui.model.PromptModel;
import io.hft.tui.view.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    private Path directory;

    private final Desk desk = Desks.busy();
    private CommandLine line;

    @BeforeEach
    void open() {
        line = new CommandLine(desk, new History(directory));
        desk.prompt.open(PromptModel.Kind.COMMAND, "");
    }

    private void type(String text) {
        text.chars().forEach(c -> line.take(Input.Key.of((char) c)));
    }

    private String press(Input.Code code) {
        return line.take(Input.Key.of(code));
    }

    private String run(String text) {
        desk.prompt.open(PromptModel.Kind.COMMAND, "");
        type(text);
        return press(Input.Code.ENTER);
    }

    @Test
    void completesCommandsSymbolsAndOrders() {
        type("bu");
        press(Input.Code.TAB);
        assertThat(desk.prompt.text()).isEqualTo("buy ");
        type("e");
        press(Input.Code.TAB);
        assertThat(desk.prompt.text()).isEqualTo("buy ETH-USD ");
        desk.prompt.put("cancel ");
        press(Input.Code.TAB);
        assertThat(desk.prompt.candidates()).containsExactly("all", "1001");
        type("1");
        press(Input.Code.TAB);
        assertThat(desk.prompt.text()).isEqualTo("cancel 1001 ");
        desk.prompt.put("market ");
        press(Input.Code.TAB);
        assertThat(desk.prompt.text()).isEqualTo("market ");
        assertThat(desk.prompt.candidates()).containsExactly("BTC-USD", "ETH-USD");
    }

    @Test
    void editsWithinTheLine() {
        type("market BTC");
        press(Input.Code.HOME);
        type("x");
        assertThat(desk.prompt.text()).isEqualTo("xmarket BTC");
        press(Input.Code.BACKSPACE);
        press(Input.Code.END);
        line.take(new Input.Key(Input.Code.CHARACTER, 'w', true));
        assertThat(desk.prompt.text()).isEqualTo("market ");
        line.take(new Input.Key(Input.Code.CHARACTER, 'u', true));
        assertThat(desk.prompt.text()).isEmpty();
        press(Input.Code.BACKSPACE);
        assertThat(desk.prompt.kind()).isEqualTo(PromptModel.Kind.NONE);
    }

    @Test
    void remembersCommandsOverSessionsWhereOnlyTheirOwnerReads() throws IOException {
        assertThat(run("market ETH-USD")).isEqualTo("market ETH-USD");
        run("show log");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("history"))))
                .isEqualTo("rw-------");
        line = new CommandLine(desk, new History(directory));
        desk.prompt.open(PromptModel.Kind.COMMAND, "");
        press(Input.Code.UP);
        assertThat(desk.prompt.text()).isEqualTo("show log");
        press(Input.Code.UP);
        press(Input.Code.UP);
        assertThat(desk.prompt.text()).isEqualTo("market ETH-USD");
        press(Input.Code.DOWN);
        press(Input.Code.DOWN);
        assertThat(desk.prompt.text()).isEmpty();
    }

    @Test
    void keepsNoSecrets() throws IOException {
        run("login ada correct-horse");
        run("set password x");
        run("token eyJhbGciOiJFUzI1NiJ9");
        run("show log");
        assertThat(Files.readAllLines(directory.resolve("history"))).containsExactly("show log");
    }
}
