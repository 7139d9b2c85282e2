package io.hft.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The terminal client's launcher, as a script would call it: with a configuration directory of its own, and no terminal. */
public final class Hft {
    private static final JsonMapper JSON = new JsonMapper();
    private final Map<String, String> environment;

    public Hft(URI url, Path configuration) {
        environment = Map.of(
                "HFT_URL",
                url.toString(),
                "XDG_CONFIG_HOME",
                configuration.toString(),
                "JAVA_HOME",
                System.getProperty("java.home"));
    }

    /** What came of a command. */
    public record Result(int exitCode, String out, String err) {
        public JsonNode json() {
            return JSON.readTree(out);
        }

        public String text(String field) {
            return json().path(field).asString();
        }
    }

    public static String launcher() {
        return Build.root().resolve("scripts/hft").toString();
    }

    public Map<String, String> environment() {
        return environment;
    }

    public Result run(String... arguments) {
        return runWithInput("", arguments);
    }

    public Result runWithInput(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", launcher()));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("hft", ".out");
            Path err = Files.createTempFile("hft", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("HFT_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("hft " + List.of(arguments) + " did not end");
            }
            Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
