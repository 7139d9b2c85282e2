package io.hft.engine.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    Path directory;

    @Test
    void refusesASecondHolderAndNamesTheFirst() {
        final DirectoryLock held = DirectoryLock.acquire(directory);
        try (held) {
            assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("is in use by another engine (process "
                            + ProcessHandle.current().pid() + ")");
        }
        DirectoryLock.acquire(directory).close();
    }
}
