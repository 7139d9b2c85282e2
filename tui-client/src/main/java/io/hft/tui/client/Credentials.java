package io.hft.tui.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of profiles, {@code hft/profiles.json} in the user's configuration directory ({@code XDG_CONFIG_HOME}, else {@code ~/.config}).
 * Nobody but its owner can read it: it holds tokens. It is replaced as a whole, and changed under a lock, since a refresh token works once
 * and two commands may run at a time.
 */
public final class Credentials {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    /** A file's lock is between processes; the threads of this one take turns before it. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private final JsonMapper json = JsonMapper.builder()
            .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
            .build();
    private final Path directory;

    public Credentials(Path directory) {
        this.directory = directory;
    }

    /** Where this environment's user keeps them. */
    public static Credentials of(Map<String, String> environment) {
        return new Credentials(configDirectory(environment).resolve("hft"));
    }

    private static Path configDirectory(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return configured.startsWith("/") ? Path.of(configured) : Path.of(System.getProperty("user.home"), ".config");
    }

    public Path directory() {
        return directory;
    }

    public Path file() {
        return directory.resolve("profiles.json");
    }

    public Profile profile(String name) {
        JsonNode profile = all().path("profiles").path(name);
        JsonNode login = profile.path("login");
        return new Profile(
                uri(profile.path("url")),
                login.isObject()
                        ? new Profile.Login(
                                URI.create(login.path("url").asString()),
                                login.path("username").asString(),
                                login.path("user_id").asLong(),
                                login.path("access_token").asString(),
                                login.path("refresh_token").asString())
                        : null,
                Json.text(profile, "confirm_above"));
    }

    private static @Nullable URI uri(JsonNode node) {
        return node.isString() ? URI.create(node.asString()) : null;
    }

    /** Changes a profile; nobody else changes the file meanwhile. */
    public Profile change(String name, UnaryOperator<Profile> change) {
        IN_THIS_PROCESS.lock();
        try {
            createPrivateDirectory();
            try (FileChannel channel = FileChannel.open(
                            directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assert lock.isValid();
                Profile changed = change.apply(profile(name));
                write(name, changed);
                return changed;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    private void write(String name, Profile profile) throws IOException {
        ObjectNode all = all();
        ObjectNode node = all.withObject("/profiles").putObject(name);
        if (profile.url() != null) {
            node.put("url", profile.url().toString());
        }
        if (profile.confirmAbove() != null) {
            node.put("confirm_above", profile.confirmAbove());
        }
        Profile.Login login = profile.login();
        if (login != null) {
            node.putObject("login")
                    .put("url", login.url().toString())
                    .put("username", login.username())
                    .put("user_id", login.userId())
                    .put("access_token", login.accessToken())
                    .put("refresh_token", login.refreshToken());
        }
        writePrivately(file(), json.writeValueAsString(all) + "\n");
    }

    private ObjectNode all() {
        try {
            return json.readTree(Files.readString(file())) instanceof ObjectNode object
                    ? object
                    : json.createObjectNode();
        } catch (NoSuchFileException none) {
            return json.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException e) {
            throw new UncheckedIOException(
                    new IOException(file() + " is no JSON; mend it, or delete it and log in again", e));
        }
    }

    private void createPrivateDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly("rwx------"));
        }
    }

    private void writePrivately(Path target, String text) throws IOException {
        // Made with its rights, so that there is no moment at which others could open it.
        Path aside = Files.createTempFile(directory, "profiles", ".tmp", ownerOnly("rw-------"));
        try {
            Files.writeString(aside, text);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static FileAttribute<?>[] ownerOnly(String rights) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
