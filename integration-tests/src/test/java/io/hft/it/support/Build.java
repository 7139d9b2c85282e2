package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the build has made, and how the launcher starts it. */
public final class Build {
    private static final Path ROOT = findRoot();
    private static boolean prepared;

    private Build() {}

    /** The project's top directory. */
    public static Path root() {
        return ROOT;
    }

    /** Where the tests leave their logs. */
    public static Path logs() {
        return ROOT.resolve("integration-tests/target/it-logs");
    }

    /** The command that starts a part ({@code engine}, {@code backend}): the launcher's own. */
    public static List<String> command(String part) {
        prepare();
        return List.of("bash", ROOT.resolve("scripts/start-part.sh").toString(), part);
    }

    /** Makes the parts quick to start, once: the scenarios start them often. */
    public static synchronized void prepare() {
        if (prepared) {
            return;
        }
        try {
            Process process = new ProcessBuilder(
                            "bash", ROOT.resolve("scripts/prepare-run.sh").toString(), "--train")
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("scripts/prepare-run.sh failed");
            }
            prepared = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path findRoot() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isDirectory(dir.resolve("scripts/jvm"))) {
                return dir;
            }
        }
        throw new IllegalStateException("not inside the project: " + Path.of("").toAbsolutePath());
    }
}
