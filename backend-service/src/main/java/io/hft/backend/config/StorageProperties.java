package io.hft.backend.config;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What the backend keeps on disk.
 *
 * @param dataDir {@code HFT_DATA_DIR}: embedded database and keys
 */
@Validated
@ConfigurationProperties("hft")
public record StorageProperties(@NotNull Path dataDir) {}
