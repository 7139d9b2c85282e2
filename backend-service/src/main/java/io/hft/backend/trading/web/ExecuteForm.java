package io.hft.backend.trading.web;

import io.hft.backend.money.DecimalFields;
import io.hft.backend.money.DecimalText;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A checked {@link ExecuteRequest}. */
record ExecuteForm(long userId, String symbol, String payWith, BigDecimal quantity) {
    private static final String USER_ID = "[0-9]{1,18}";

    /** @throws io.hft.backend.web.ProblemException 422 with every broken rule */
    static ExecuteForm check(ExecuteRequest request) {
        List<FieldError> errors = new ArrayList<>();
        long userId = userId(request.userId(), errors);
        String symbol = asset("symbol", request.symbol(), errors);
        String payWith = asset("pay_with", request.payWith(), errors);
        BigDecimal quantity =
                switch (DecimalFields.required(request.quantity()).positive()) {
                    case DecimalFields.Checked.Valid(BigDecimal value) -> value;
                    case DecimalFields.Checked.Broken(String rule, String message) -> {
                        errors.add(new FieldError("quantity", rule, message));
                        yield BigDecimal.ZERO;
                    }
                };
        if (!errors.isEmpty()) {
            throw Problem.validation(errors).asException();
        }
        return new ExecuteForm(userId, symbol, payWith, quantity);
    }

    private static long userId(@Nullable DecimalText text, List<FieldError> errors) {
        if (text == null) {
            errors.add(new FieldError("user_id", "required", "is required"));
            return 0;
        }
        if (!text.raw().matches(USER_ID)) {
            errors.add(new FieldError("user_id", "type", "must be a whole number"));
            return 0;
        }
        return Long.parseLong(text.raw());
    }

    private static String asset(String field, @Nullable String text, List<FieldError> errors) {
        String asset = text == null ? "" : text.trim().toUpperCase(Locale.ROOT);
        if (asset.isEmpty()) {
            errors.add(new FieldError(field, "required", "is required"));
        }
        return asset;
    }
}
