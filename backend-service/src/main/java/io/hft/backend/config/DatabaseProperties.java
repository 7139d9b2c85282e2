package io.hft.backend.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where the data lives.
 *
 * @param url {@code DATABASE_URL}; empty means the embedded PostgreSQL
 * @param password {@code DATABASE_PASSWORD}, for a URL that has none
 * @param port {@code HFT_DB_PORT} of the embedded PostgreSQL; 0 means any free one
 * @param binariesDir {@code HFT_POSTGRES_BINARIES_DIR}: where the embedded PostgreSQL's programs are unpacked; may be shared
 */
@Validated
@ConfigurationProperties("hft.database")
public record DatabaseProperties(
        @NotNull String url,
        @NotNull String password,
        @Min(0) @Max(65535) int port,
        @NotNull Path binariesDir) {}
