package io.hft.backend.money;

/**
 * A decimal as the client wrote it, not yet checked: the text of a JSON string or number. Any other JSON value is kept as a text that
 * {@link Decimals#parse} refuses, so that the error can name the field.
 */
public record DecimalText(String raw) {
    public Decimals.Parsed parse() {
        return Decimals.parse(raw);
    }

    @Override
    public String toString() {
        return raw;
    }
}
