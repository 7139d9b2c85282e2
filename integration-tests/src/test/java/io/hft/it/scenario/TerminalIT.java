package io.hft.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hft.it.support.Hft;
import io.hft.it.support.Platform;
import io.hft.it.support.Tmux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An evening at the full screen, in a real terminal, on a platform whose prices move. */
class TerminalIT {
    @RegisterExtension
    static final Platform platform = new Platform(Map.of("HFT_MARKET", "random-walk"));

    private static final String PASSWORD = "correct-horse-battery";
    private static final Pattern BEST_ASK = Pattern.compile("([0-9][0-9,.]+) +[0-9,.]+ +█[^\n]*\n[^\n]*spread");

    private static final Pattern PRINT = Pattern.compile("\\d\\d:\\d\\d:\\d\\d [▲▼] +[0-9][0-9,.]+ +[0-9.]+");

    @BeforeAll
    static void needsTmux() {
        assumeTrue(Tmux.isInstalled(), "tmux is not installed: the full screen is not tried");
    }

    @Test
    void tradesThroughAnEngineThatDies() throws IOException {
        Path configuration = Files.createDirectory(platform.dataDir().resolve("config"));
        Hft hft = new Hft(platform.url(), configuration);
        assertThat(hft.runWithInput(PASSWORD + "\n", "register", "hedy", "hedy@example.com")
                        .exitCode())
                .isZero();
        try (Tmux terminal = open(hft)) {
            terminal.await("live", "engine ok", "spread", "hedy", "SANDBOX");
            String price = bestAsk(terminal.screen());
            terminal.await(screen -> !bestAsk(screen).equals(price), "moves from " + price);
            Set<String> prints = new HashSet<>();
            terminal.await(
                    screen -> {
                        prints.addAll(tape(screen));
                        return prints.stream().anyMatch(print -> print.contains("▲"))
                                && prints.stream().anyMatch(print -> print.contains("▼"));
                    },
                    "has bought and sold on its tape");
            Set<String> before = Set.copyOf(tape(terminal.screen()));
            terminal.await(
                    screen -> tape(screen).stream()
                                    .filter(print -> !before.contains(print))
                                    .count()
                            >= 3,
                    "moves its tape on from " + before);

            terminal.keys("b", "Up");
            terminal.await("▶ price");
            terminal.keys(Stream.generate(() -> "BSpace").limit(12).toArray(String[]::new));
            terminal.keys("45000", "Down", "0.1");
            terminal.await("worth      4,500.00 USD");
            terminal.keys("Enter");
            terminal.await("Enter sends");
            terminal.keys("Enter");
            terminal.await("45,000.00", "new", "95,500.00");
            terminal.keys("Escape", "c");
            terminal.await(screen -> !screen.contains("45,000.00") && screen.contains("100,000.00"), "cancels");

            terminal.keys("b", "Up", "Up", "Up");
            terminal.await("▶ type");
            terminal.keys("Right");
            terminal.await("▶ type       market");
            focus(terminal, "▶ quantity");
            terminal.keys("0.5", "Enter");
            terminal.await("That is a big order.");
            terminal.keys("y");
            terminal.await(
                    screen -> Pattern.compile("BTC +0\\.5").matcher(screen).find(), "shows what was bought");
            terminal.keys("Escape", "3");
            terminal.await("positions", "avg cost", "0.50");
            terminal.keys("4");
            terminal.await("taker");
            terminal.keys("1");

            terminal.keys(":buy BTC-USD 0.1 44000", "Enter");
            terminal.await("Enter sends");
            terminal.keys("Enter");
            terminal.await("44,000.00", "new");
            platform.killEngine();
            terminal.await("STALE", "ENGINE AWAY");
            terminal.keys("Escape", "C");
            terminal.await("Cancel all orders (1 open)?");
            terminal.keys("y");
            terminal.await("cancelling all orders");
            platform.startEngine();
            terminal.await(screen -> screen.contains("engine ok") && !screen.contains("STALE"), "recovers");
            terminal.await(screen -> !screen.contains("44,000.00"), "has cancelled while it was stale");
            String after = bestAsk(terminal.screen());
            Set<String> printed = Set.copyOf(tape(terminal.screen()));
            terminal.await(
                    screen -> !bestAsk(screen).equals(after) && !printed.containsAll(tape(screen)),
                    "moves again from " + after);

            terminal.resize(80, 24);
            terminal.await(
                    screen -> screen.lines().allMatch(line -> line.length() <= 80)
                            && screen.contains("spread")
                            && screen.contains("engine ok")
                            && screen.contains("? help"),
                    "fits 80×24");
            terminal.resize(120, 40);
            terminal.await("1 trade", "2 orders");
            terminal.keys("q");
            terminal.await("ended 0");
            assertIsLeftAsItWas(terminal);
        }
        try (Tmux terminal = open(hft)) {
            terminal.await("live", "hedy");
            terminal.keys("C-c");
            terminal.await("ended ");
            assertIsLeftAsItWas(terminal);
        }
        assertThat(secretsBelow(configuration)).isEmpty();
    }

    private static Tmux open(Hft hft) {
        Map<String, String> environment = new TreeMap<>(hft.environment());
        environment.put("LC_ALL", "C.UTF-8");
        return new Tmux(
                platform.dataDir().resolve("tmux"),
                120,
                40,
                environment,
                "bash " + Hft.launcher() + " --timeout 60; echo ended $?; exec cat");
    }

    private static void assertIsLeftAsItWas(Tmux terminal) {
        assertThat(terminal.variable("alternate_on")).isEqualTo("0");
        assertThat(terminal.variable("cursor_flag")).isEqualTo("1");
        assertThat(terminal.variable("mouse_any_flag")).isEqualTo("0");
    }

    private static void focus(Tmux terminal, String field) {
        for (int i = 0; i < 10 && !terminal.screen().contains(field); i++) {
            String before = terminal.screen();
            terminal.keys("Down");
            terminal.await(screen -> !screen.equals(before), "goes down");
        }
        terminal.await(field);
    }

    /** The lines of the tape: time, side, price and quantity. */
    private static List<String> tape(String screen) {
        return PRINT.matcher(screen).results().map(MatchResult::group).toList();
    }

    private static String bestAsk(String screen) {
        Matcher shown = BEST_ASK.matcher(screen);
        return shown.find() ? shown.group(1) : "";
    }

    /** Files that others could read, and texts that nobody should keep. */
    private static List<Path> secretsBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file).contains(PASSWORD)
                                    || Files.readString(file).contains("token")
                                            && Files.getPosixFilePermissions(file)
                                                            .size()
                                                    > 2;
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
