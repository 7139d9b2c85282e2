package io.hft.bench.support;

import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records to files and back. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** Replaces the file. */
    public static void write(Object value, Path file) {
        MAPPER.writeValue(file, value);
    }

    public static <T> T read(Path file, Class<T> type) {
        return MAPPER.readValue(file, type);
    }
}
