package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of the project's scripts, or any other program, run to its end. */
public final class Script {
    /** How it ended, and what it said on both of its outputs. */
    public record Result(int status, String output) {}

    private Script() {}

    /** Runs {@code scripts/NAME} from the project's top directory. */
    public static Result run(String name, Map<String, String> settings, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("bash");
        command.add(Build.root().resolve("scripts").resolve(name).toString());
        command.addAll(List.of(arguments));
        return run(Build.root(), settings, command);
    }

    public static Result run(Path directory, Map<String, String> settings, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().putAll(settings);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
