package io.hft.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.it.support.Build;
import io.hft.it.support.MarkdownBlocks;
import io.hft.it.support.MarkdownBlocks.Block;
import io.hft.it.support.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that README and documentation print is run by somebody: from the page itself by the tests in {@link #RUN_FROM_THE_PAGE}, or by a test or script that
 * documented-commands.txt (test resources) names. A command that nobody runs makes this fail: give it a test, and its line there.
 */
class DocumentedCommandsTest {
    private static final Path LIST =
            Build.root().resolve("integration-tests/src/test/resources/documented-commands.txt");
    private static final Set<String> LANGUAGES = Set.of("bash", "json", "text", "yaml", "java", "sql", "proto");
    private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s+)# .*$");
    private static final Pattern INLINE_MAKE = Pattern.compile("`make ([a-z-]+)");

    /** Pages whose shell blocks a test takes from the page and runs; that of the README those that begin so. */
    private static final Map<String, String> RUN_FROM_THE_PAGE = Map.of(
            "README.md", "integration-tests/src/test/java/io/hft/it/scenario/ReadmeIT.java",
            "docs/README-INTEGRATION.md", "integration-tests/src/test/java/io/hft/it/scenario/IntegrationGuideIT.java",
            "docs/api/authentication.md",
                    "backend-service/src/test/java/io/hft/backend/identity/AuthenticationDocTest.java",
            "docs/api/admin.md", "backend-service/src/test/java/io/hft/backend/admin/AdminTest.java");

    private static final Pattern RUN_FROM_THE_README =
            Pattern.compile("(curl|[A-Z]+=|scripts/hft) ?.*", Pattern.DOTALL);

    @TempDir
    private Path directory;

    /** A line of the list. @param proof a text that stands in who runs it */
    private record Runner(String file, String proof) {}

    @Test
    void everyBlockSaysWhatItIs() {
        List<String> without = new ArrayList<>();
        for (Path page : pages()) {
            for (Block block : blocks(page)) {
                if (!LANGUAGES.contains(block.language())) {
                    without.add(name(page) + ":" + block.line() + " ```" + block.language());
                }
            }
        }
        assertThat(without)
                .as("commands are ```bash, pictures and outputs ```text")
                .isEmpty();
    }

    @Test
    void everyCommandIsRunBySomebody() throws IOException {
        Map<String, Runner> list = list();
        Set<String> unused = new TreeSet<>(list.keySet());
        List<String> nobodys = new ArrayList<>();
        for (Path page : pages()) {
            for (Block block : blocks(page)) {
                for (String command : isRunFromThePage(page, block) ? List.<String>of() : commands(block)) {
                    unused.remove(command);
                    if (!list.containsKey(command)) {
                        nobodys.add(name(page) + ":" + block.line() + " " + command);
                    }
                }
            }
        }
        assertThat(nobodys).as("commands that nobody runs; see " + LIST).isEmpty();
        assertThat(unused).as("lines of the list that no page has").isEmpty();
    }

    @Test
    void whoeverIsSaidToRunACommandDoes() throws IOException {
        RUN_FROM_THE_PAGE.forEach((page, test) -> assertThat(text(Build.root().resolve(test)))
                .as(test)
                .contains(Path.of(page).getFileName().toString()));
        list().forEach((command, runner) -> {
            Path file = Build.root().resolve(runner.file());
            assertThat(file).as(command).exists();
            assertThat(text(file)).as(command + " in " + runner.file()).contains(runner.proof());
        });
    }

    @Test
    void everyMakeCommandAndEveryScriptIsThere() throws IOException {
        Set<String> targets = new TreeSet<>();
        for (Path page : pages()) {
            INLINE_MAKE.matcher(text(page)).results().forEach(match -> targets.add(match.group(1)));
        }
        for (String command : list().keySet()) {
            String[] words = command.replaceFirst("^([A-Z_]+=\\S+ +)+", "").split(" ");
            if (words[0].equals("make")) {
                targets.add(words[1]);
            } else if (words[0].startsWith("scripts/")) {
                assertThat(Build.root().resolve(words[0])).isExecutable();
            }
        }
        assertThat(targets).contains("run", "test", "load");
        List<String> dry = new ArrayList<>(List.of("make", "-n"));
        dry.addAll(targets);
        Script.Result make = Script.run(Build.root(), Map.of(), dry);
        assertThat(make.status()).as(make.output()).isZero();
    }

    /** The only ones that this test runs itself: they need nothing that runs. */
    @Test
    void secretsAreMadeAsPrinted() {
        String block = blocks(Build.root().resolve("docs/operations/deployment.md")).stream()
                .map(Block::text)
                .filter(text -> text.startsWith("mkdir secrets"))
                .findFirst()
                .orElseThrow();
        Script.Result made = Script.run(directory, Map.of(), List.of("bash", "-eu", "-c", block));
        assertThat(made.status()).as(made.output()).isZero();
        for (String name : List.of("db_password", "master_key", "admin_password")) {
            assertThat(directory.resolve("secrets").resolve(name)).isNotEmptyFile();
        }
        assertThat(text(directory.resolve("secrets/db_password"))).doesNotContain("\n");
    }

    private static boolean isRunFromThePage(Path page, Block block) {
        String name = name(page);
        return RUN_FROM_THE_PAGE.containsKey(name)
                && (!name.equals("README.md")
                        || RUN_FROM_THE_README.matcher(block.text()).matches());
    }

    /** Without comments; a line that ends with a backslash goes on. Of an output those lines that begin with a prompt. */
    private static List<String> commands(Block block) {
        List<String> commands = new ArrayList<>();
        String text = COMMENT.matcher(block.text().replace("\\\n", " ")).replaceAll("");
        for (String line : text.split("\n")) {
            String command = line.strip().replaceAll(" +", " ");
            if (block.language().equals("text")) {
                command = command.startsWith("$ ") ? command.substring(2) : "";
            } else if (!block.language().equals("bash")) {
                command = "";
            }
            if (!command.isEmpty()) {
                commands.add(command);
            }
        }
        return commands;
    }

    private static Map<String, Runner> list() throws IOException {
        Map<String, Runner> list = new LinkedHashMap<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" ;; ");
                assertThat(parts).as(line).hasSize(3);
                assertThat(list.put(parts[0].strip(), new Runner(parts[1].strip(), parts[2].strip())))
                        .as("twice: " + parts[0])
                        .isNull();
            }
        }
        return list;
    }

    private static List<Path> pages() {
        List<Path> pages = new ArrayList<>();
        Path root = Build.root();
        for (String place :
                List.of("", "deploy", "docs", "engine-stress", "benchmarks", "tui-client", "integration-tests")) {
            Path directory = root.resolve(place);
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(directory, place.equals("docs") ? 5 : 1)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    private static String name(Path page) {
        return Build.root().relativize(page).toString();
    }

    private static List<Block> blocks(Path page) {
        try {
            return MarkdownBlocks.of(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
