package io.hft.backend.money;

import org.springframework.boot.jackson.JacksonComponent;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/** Keeps the token's own text: {@code 1.0} and {@code "1.0"} are the same, and nothing passes through binary floating point. */
@JacksonComponent
final class DecimalTextDeserializer extends ValueDeserializer<DecimalText> {
    @Override
    public DecimalText deserialize(JsonParser parser, DeserializationContext context) {
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            parser.skipChildren();
            return new DecimalText(token.asString());
        }
        return new DecimalText(parser.getString());
    }
}
