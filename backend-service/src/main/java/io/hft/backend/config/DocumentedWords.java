package io.hft.backend.config;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/**
 * Describes fields and parameters that do not describe themselves, from one list of words: the same name means the same everywhere. A test finds what
 * is in neither.
 */
final class DocumentedWords {
    private final Properties words = new Properties();

    DocumentedWords() {
        try (Reader reader = new InputStreamReader(
                new ClassPathResource("openapi/words.properties").getInputStream(), StandardCharsets.UTF_8)) {
            words.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    void describe(OpenAPI api) {
        api.getComponents().getSchemas().forEach((schema, content) -> {
            Map<String, Schema<?>> properties = content.getProperties();
            if (properties != null) {
                properties.forEach((name, property) -> {
                    if (property.getDescription() == null) {
                        property.setDescription(word(schema, name));
                    }
                });
            }
        });
        api.getPaths().values().forEach(path -> path.readOperations().forEach(operation -> {
            if (operation.getParameters() != null) {
                operation.getParameters().forEach(this::describe);
            }
        }));
    }

    private void describe(Parameter parameter) {
        if (parameter.getDescription() == null) {
            parameter.setDescription(words.getProperty(parameter.getName()));
        }
    }

    private @Nullable String word(String schema, String name) {
        return words.getProperty(schema + "." + name, words.getProperty(name));
    }
}
