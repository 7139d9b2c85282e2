package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the build has made, and how the launcher starts it. */
public final class Build {
    private static final Path ROOT = findRoot();

    private Build() {}

    /** The project's top directory. */
    public static Path root() {
        return ROOT;
    }

    /** Where the tests leave their logs. */
    public static Path logs() {
        return ROOT.resolve("integration-tests/target/it-logs");
    }

    /** The command that starts a part ({@code engine}, {@code backend}), with the launcher's own JVM arguments. */
    static List<String> command(String part) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ROOT.resolve("scripts/jvm/common.args"),
                "@" + ROOT.resolve("scripts/jvm/" + part + ".args"),
                "-jar",
                jar(part).toString());
    }

    private static Path jar(String part) {
        Path target = ROOT.resolve(part + "-service/target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .matches("hft-" + part + "-service-[0-9][^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalStateException("no jar of the " + part + " in " + target + "; run make build"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
