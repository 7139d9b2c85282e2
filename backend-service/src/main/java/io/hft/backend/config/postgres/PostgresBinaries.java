package io.hft.backend.config.postgres;

import io.hft.backend.config.StartupFailure;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.springframework.util.FileSystemUtils;

/** The programs {@code initdb}, {@code postgres} and {@code pg_ctl}, unpacked once per version. */
final class PostgresBinaries {
    private static final long TIMEOUT_SECONDS = 90;

    private final Path directory;
    private final List<String> prefix;

    private PostgresBinaries(Path directory, List<String> prefix) {
        this.directory = directory;
        this.prefix = prefix;
    }

    /** Unpacks into a folder below {@code parent} that is named by the archive's hash, unless it is there already. */
    static PostgresBinaries unpack(Path parent) {
        String name = "/postgres-" + system() + "-" + machine() + ".txz";
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(name)) {
            if (packed == null) {
                throw new StartupFailure("no embedded PostgreSQL for " + system() + " on " + machine()
                        + ": start one yourself and name it with DATABASE_URL");
            }
            byte[] archive = packed.readAllBytes();
            Path target = parent.resolve("postgresql-" + hash(archive)).toAbsolutePath();
            if (!Files.isExecutable(target.resolve("bin/postgres"))) {
                Files.createDirectories(parent);
                Path fresh = Files.createTempDirectory(parent, "unpacking-");
                extract(archive, fresh);
                moveInto(fresh, target);
            }
            return new PostgresBinaries(target, prefix());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line of one of the programs. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Runs a program to its end.
     *
     * @throws IOException with the last line of what it said, when it fails
     */
    void run(Path log, String program, String... arguments) throws IOException {
        try {
            Process process = new ProcessBuilder(command(program, arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within " + TIMEOUT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException(program + " failed: " + lastLine(log, 0));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + program, e);
        }
    }

    /** Stops the server on a data directory: disconnects everybody, writes a checkpoint and waits for the end. */
    void stop(Path data) throws IOException {
        run(data.resolveSibling("stop.log"), "pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60");
    }

    /** Another process may have unpacked the same at the same time; its result is as good. */
    private static void moveInto(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            if (!Files.isExecutable(target.resolve("bin/postgres"))) {
                throw e;
            }
            FileSystemUtils.deleteRecursively(fresh);
        }
    }

    private static void extract(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("archive entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    if ((entry.getMode() & 0100) != 0 && !path.toFile().setExecutable(true, false)) {
                        throw new IOException("cannot make executable: " + path);
                    }
                }
            }
        }
    }

    /**
     * PostgreSQL refuses to run as root. A user namespace without a mapping makes it somebody else for its own eyes, while the files
     * stay ours.
     */
    private static List<String> prefix() {
        if (!system().equals("linux")) {
            return List.of();
        }
        // A session of its own: Ctrl-C in the terminal is for the backend, which then stops its database in order.
        List<String> prefix = new ArrayList<>(List.of("setsid"));
        if (new com.sun.security.auth.module.UnixSystem().getUid() == 0) {
            requireNamespaces();
            prefix.addAll(List.of("unshare", "-U"));
        }
        return List.copyOf(prefix);
    }

    private static void requireNamespaces() {
        String advice = "PostgreSQL does not run as root, and user namespaces (unshare -U) are not allowed here:"
                + " run as another user, or name a database with DATABASE_URL";
        try {
            Process probe = new ProcessBuilder("unshare", "-U", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (probe.waitFor() != 0) {
                throw new StartupFailure(advice);
            }
        } catch (IOException e) {
            throw new StartupFailure(advice);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("interrupted");
        }
    }

    private static String hash(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the binaries' packages spell it. */
    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String machine() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            case String other -> other;
        };
    }

    /** The last line of a log that says something, from a byte offset on. */
    static String lastLine(Path log, long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(from, file.length() - 4096);
            byte[] tail = new byte[(int) Math.max(0, file.length() - start)];
            file.seek(Math.min(start, file.length()));
            file.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("no output");
        }
    }
}
