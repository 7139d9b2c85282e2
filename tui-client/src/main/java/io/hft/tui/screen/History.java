package io.hft.tui.screen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The commands that were typed, also in earlier sessions. What might hold a secret is never kept. */
final class History {
    private static final int KEPT = 500;
    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private int place;

    History(Path directory) {
        file = directory.resolve("history");
        try {
            if (Files.isRegularFile(file)) {
                List<String> all = Files.readAllLines(file);
                lines.addAll(all.subList(Math.max(0, all.size() - KEPT), all.size()));
            }
        } catch (IOException unreadable) {
            // A history that cannot be read is an empty one.
        }
        place = lines.size();
    }

    void add(String line) {
        place = lines.size();
        if (line.isBlank()
                || isSecret(line)
                || !lines.isEmpty() && lines.getLast().equals(line)) {
            return;
        }
        lines.add(line);
        place = lines.size();
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.createFile(file);
                if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException notKept) {
            // The next session does without.
        }
    }

    static boolean isSecret(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.matches(".*(login|register|passw|secret|token|bearer|api.?key|eyj[a-z0-9_-]{8}).*");
    }

    /** The line before the one that was shown last; the oldest again at the end. */
    String older() {
        place = Math.max(0, place - 1);
        return lines.isEmpty() ? "" : lines.get(place);
    }

    String newer() {
        place = Math.min(lines.size(), place + 1);
        return place == lines.size() ? "" : lines.get(place);
    }
}
