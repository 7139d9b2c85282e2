package io.hft.backend.funding.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hft.backend.idempotency.Fingerprint;
import io.hft.backend.money.DecimalFields;
import io.hft.backend.money.DecimalText;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A deposit or withdrawal, as sent. */
@Schema(name = "MoveMoney")
record MoveMoneyRequest(
        @JsonProperty("asset") @Schema(example = "USD") @Nullable
        String asset,

        @JsonProperty("amount") @Schema(type = "string", example = "1000.00") @Nullable
        DecimalText amount) {
    /** A checked request. */
    record Form(String asset, BigDecimal amount) {}

    /** @throws io.hft.backend.web.ProblemException 422 with every broken rule */
    Form check() {
        List<FieldError> errors = new ArrayList<>();
        String symbol = asset == null ? "" : asset.trim().toUpperCase(Locale.ROOT);
        if (symbol.isEmpty()) {
            errors.add(new FieldError("asset", "required", "is required"));
        } else if (!symbol.matches("[A-Z0-9]{1,12}")) {
            errors.add(new FieldError("asset", "pattern", "must be 1 to 12 letters and digits"));
        }
        BigDecimal checked =
                switch (DecimalFields.required(amount).positive()) {
                    case DecimalFields.Checked.Valid(BigDecimal value) -> value;
                    case DecimalFields.Checked.Broken(String rule, String message) -> {
                        errors.add(new FieldError("amount", rule, message));
                        yield BigDecimal.ZERO;
                    }
                };
        if (!errors.isEmpty()) {
            throw Problem.validation(errors).asException();
        }
        return new Form(symbol, checked);
    }

    Fingerprint fingerprint() {
        Map<String, String> fields = new TreeMap<>();
        if (asset != null) {
            fields.put("asset", asset);
        }
        if (amount != null) {
            fields.put("amount", amount.toString());
        }
        return Fingerprint.of(fields);
    }
}
