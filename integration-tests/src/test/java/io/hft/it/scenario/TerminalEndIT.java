package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hft.it.support.Build;
import io.hft.it.support.Hft;
import io.hft.it.support.Script;
import io.hft.it.support.Tmux;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the full screen ends, the terminal is as it was: no platform is needed for that, the client shows that it reaches none. */
class TerminalEndIT {
    /** What is left to the next program: whether keys are shown, gathered to lines, and signals made of them. */
    private static final String REPORT =
            "; echo ended $?; stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(echo|icanon|isig)' | tr '\\n' ' '; exec cat";

    private static final String CRASH = """
            import io.hft.tui.view.TerminalScreen;
            import io.hft.tui.view.Theme;

            class Crash {
                public static void main(String[] arguments) throws Exception {
                    TerminalScreen screen = TerminalScreen.open(Theme.of(System.getenv()));
                    screen.draw(canvas -> {});
                    while (!java.nio.file.Files.exists(java.nio.file.Path.of(arguments[0]))) {
                        Thread.onSpinWait();
                    }
                    throw new IllegalStateException("as if the loop had failed");
                }
            }
            """;

    /** The whole full screen, called as the command calls it, on a clock that breaks: that is asked in the midst of the loop. */
    private static final String CRASH_OF_THE_LOOP = """
            import io.hft.tui.client.BackendClient;
            import io.hft.tui.client.Tokens;
            import io.hft.tui.command.Commands;
            import io.hft.tui.command.Context;
            import io.hft.tui.screen.App;
            import io.hft.tui.screen.Settings;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.time.*;
            import java.util.concurrent.Callable;

            @picocli.CommandLine.Command
            class CrashOfTheLoop implements Callable<Integer> {
                static Path now;

                public static void main(String[] arguments) {
                    now = Path.of(arguments[0]);
                    System.exit(Commands.of(new CrashOfTheLoop(), new Context(System.getenv(), true)).execute());
                }

                public Integer call() throws Exception {
                    BackendClient backend = new BackendClient(java.net.URI.create("http://127.0.0.1:1"), Tokens.NONE, Duration.ofSeconds(1));
                    App.run(new Settings(backend, "", now.getParent(), App.DEFAULT_CONFIRM_ABOVE, System.getenv(), new Clock() {
                        public Instant instant() {
                            if (Files.exists(now)) {
                                throw new IllegalArgumentException("the clock is broken");
                            }
                            return Instant.now();
                        }
                        public ZoneId getZone() { return ZoneOffset.UTC; }
                        public Clock withZone(ZoneId zone) { return this; }
                    }));
                    return 0;
                }
            }
            """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void needsTmux() {
        assumeTrue(Tmux.isInstalled(), "tmux is not installed: the full screen is not tried");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "HUP", "INT"})
    void restoresAtSignals(String signal) {
        try (Tmux terminal = open("bash " + Hft.launcher())) {
            terminal.await("1 trade");
            assertThat(isOurs(terminal)).isTrue();
            long client =
                    terminal.process().children().findFirst().orElseThrow().pid();
            Script.run(Path.of("."), Map.of(), List.of("kill", "-" + signal, Long.toString(client)));
            assertIsLeftAsItWas(terminal);
        }
    }

    @Test
    void leavesAtItsKeyWhileNobodyAnswers() {
        try (Tmux terminal = open("bash " + Hft.launcher())) {
            terminal.await("STALE");
            terminal.keys("C", "y");
            terminal.await("cancel all: ");
            terminal.keys("q");
            assertIsLeftAsItWas(terminal);
            assertThat(terminal.screen()).contains("ended 0");
        }
    }

    @Test
    void restoresAfterACrash() throws IOException {
        try (Tmux terminal = crash("Crash", CRASH)) {
            assertIsLeftAsItWas(terminal);
        }
    }

    @Test
    void saysWhyTheLoopCrashedAndFails() throws IOException {
        Path errors = directory.resolve("errors");
        try (Tmux terminal = crash("CrashOfTheLoop", CRASH_OF_THE_LOOP, " 2> " + errors)) {
            assertIsLeftAsItWas(terminal);
            assertThat(terminal.screen()).contains("ended 1").doesNotContain("the clock is broken");
        }
        assertThat(errors)
                .content()
                .startsWith("hft: the full screen failed: java.lang.IllegalArgumentException: the clock is broken")
                .contains("at io.hft.tui.screen.App.loop(");
    }

    /** Runs the program until it is a full screen, and then has it fail. */
    private Tmux crash(String name, String program, String... more) throws IOException {
        Path source = Files.writeString(directory.resolve(name + ".java"), program);
        Path now = directory.resolve("now");
        String java = System.getProperty("java.home") + "/bin/java";
        Tmux terminal = open(java + " --enable-native-access=ALL-UNNAMED -cp " + jar() + " " + source + " " + now
                + String.join("", more));
        try {
            terminal.await(screen -> isOurs(terminal), "is a full screen");
            Files.createFile(now);
            return terminal;
        } catch (IOException | RuntimeException | Error e) {
            terminal.close();
            throw e;
        }
    }

    private Tmux open(String command) {
        // Nobody listens there: port 1 is not for us.
        Map<String, String> environment =
                new TreeMap<>(new Hft(URI.create("http://127.0.0.1:1"), directory).environment());
        environment.put("LC_ALL", "C.UTF-8");
        return new Tmux(directory.resolve("tmux"), 120, 40, environment, command + REPORT);
    }

    private static boolean isOurs(Tmux terminal) {
        return terminal.variable("alternate_on").equals("1")
                && terminal.variable("cursor_flag").equals("0");
    }

    private static void assertIsLeftAsItWas(Tmux terminal) {
        terminal.await("ended ", "isig icanon echo");
        assertThat(terminal.screen()).doesNotContain("-echo", "-icanon", "-isig");
        assertThat(terminal.variable("alternate_on")).isEqualTo("0");
        assertThat(terminal.variable("cursor_flag")).isEqualTo("1");
        assertThat(terminal.variable("mouse_any_flag")).isEqualTo("0");
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Build.root().resolve("tui-client/target"))) {
            return files.filter(
                            file -> file.getFileName().toString().matches("hft-tui-client-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
