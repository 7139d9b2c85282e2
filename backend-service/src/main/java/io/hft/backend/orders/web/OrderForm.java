package io.hft.backend.orders.web;

import io.hft.backend.engine.OrderTerms;
import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.SelfTradePrevention;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TimeInForce;
import io.hft.backend.money.DecimalFields;
import io.hft.backend.money.DecimalText;
import io.hft.backend.orders.NewOrder;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a {@link PlaceOrderRequest} completely: every broken rule with its field. What an instrument asks for is checked later. */
final class OrderForm {
    private static final Pattern CLIENT_ORDER_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Instant LATEST_EXPIRY = Instant.parse("2200-01-01T00:00:00Z");

    private final PlaceOrderRequest request;
    private final List<FieldError> errors = new ArrayList<>();

    private OrderForm(PlaceOrderRequest request) {
        this.request = request;
    }

    /** What a form comes to: an order, or all that is wrong with it. */
    sealed interface Checked {
        record Valid(NewOrder order) implements Checked {}

        record Broken(List<FieldError> errors) implements Checked {}
    }

    /** @throws io.hft.backend.web.ProblemException 422 */
    static NewOrder check(PlaceOrderRequest request, long userId) {
        return switch (read(request, userId)) {
            case Checked.Valid(NewOrder order) -> order;
            case Checked.Broken(List<FieldError> errors) ->
                throw Problem.validation(errors).asException();
        };
    }

    static Checked read(PlaceOrderRequest request, long userId) {
        OrderForm form = new OrderForm(request);
        NewOrder order = form.read(userId);
        return order == null || !form.errors.isEmpty() ? new Checked.Broken(form.errors) : new Checked.Valid(order);
    }

    /** Whether a text can be the name of an order at all. */
    static boolean isClientOrderId(String text) {
        return CLIENT_ORDER_ID.matcher(text).matches();
    }

    private @Nullable NewOrder read(long userId) {
        String symbol = request.symbol() == null ? "" : request.symbol().trim().toUpperCase(Locale.ROOT);
        if (symbol.isEmpty()) {
            error("symbol", "required", "is required");
        }
        Side side = oneOf("side", request.side(), Side.class);
        OrderType type = oneOf("type", request.type(), OrderType.class);
        TimeInForce timeInForce = timeInForce(type);
        boolean market = type == OrderType.MARKET;
        BigDecimal price = fitting("price", request.price(), type == null || type.hasLimit(), type);
        BigDecimal stopPrice = fitting("stop_price", request.stopPrice(), type != null && type.isStop(), type);
        BigDecimal display = fitting("display_quantity", request.displayQuantity(), type == OrderType.ICEBERG, type);
        boolean byQuote = market && request.quoteQuantity() != null;
        if (byQuote && request.quantity() != null) {
            error("quantity", "one_of_two", "must be absent when quote_quantity is sent");
        }
        BigDecimal quantity = byQuote ? null : positive("quantity", request.quantity());
        BigDecimal quoteQuantity = request.quoteQuantity() == null
                ? null
                : fitting("quote_quantity", request.quoteQuantity(), market, type);
        OrderTerms terms = new OrderTerms(
                stopPrice,
                display,
                expireAt(timeInForce),
                postOnly(type, timeInForce),
                request.selfTradePrevention() == null
                        ? SelfTradePrevention.CANCEL_NEWEST
                        : orElseFirst(oneOf(
                                "self_trade_prevention", request.selfTradePrevention(), SelfTradePrevention.class)));
        String clientOrderId = request.clientOrderId();
        if (clientOrderId != null && !isClientOrderId(clientOrderId)) {
            error("client_order_id", "pattern", "must be 1 to 64 letters, digits or . _ : -");
        }
        return side == null || type == null || timeInForce == null
                ? null
                : new NewOrder(
                        userId, clientOrderId, symbol, side, type, timeInForce, price, quantity, quoteQuantity, terms);
    }

    private static SelfTradePrevention orElseFirst(@Nullable SelfTradePrevention chosen) {
        return chosen == null ? SelfTradePrevention.CANCEL_NEWEST : chosen;
    }

    private @Nullable TimeInForce timeInForce(@Nullable OrderType type) {
        TimeInForce usual = type == OrderType.MARKET ? TimeInForce.IOC : TimeInForce.GTC;
        TimeInForce chosen = request.timeInForce() == null
                ? usual
                : oneOf("time_in_force", request.timeInForce(), TimeInForce.class);
        if (type == null || chosen == null) {
            return chosen;
        }
        Set<TimeInForce> possible =
                switch (type) {
                    case MARKET -> Set.of(TimeInForce.IOC, TimeInForce.FOK);
                    case LIMIT -> Set.of(TimeInForce.values());
                    case STOP, STOP_LIMIT, ICEBERG -> Set.of(TimeInForce.GTC, TimeInForce.DAY, TimeInForce.GTD);
                };
        if (!possible.contains(chosen)) {
            error(
                    "time_in_force",
                    "fits_type",
                    "must be one of " + possible.stream().sorted().toList() + " for " + type);
        }
        return chosen;
    }

    private @Nullable Instant expireAt(@Nullable TimeInForce timeInForce) {
        String text = request.expireAt();
        if (timeInForce != TimeInForce.GTD) {
            if (text != null && timeInForce != null) {
                error("expire_at", "not_allowed", "must be absent unless time_in_force is GTD");
            }
            return null;
        }
        if (text == null) {
            error("expire_at", "required", "is required for GTD");
            return null;
        }
        try {
            // What the database keeps; the engine must be told the very same time again.
            Instant time = OffsetDateTime.parse(text.trim()).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (time.isAfter(LATEST_EXPIRY)) {
                error("expire_at", "range", "must not be after " + LATEST_EXPIRY);
            }
            return time;
        } catch (DateTimeException e) {
            error("expire_at", "time", "must be a time such as 2030-01-01T00:00:00Z");
            return null;
        }
    }

    private boolean postOnly(@Nullable OrderType type, @Nullable TimeInForce timeInForce) {
        boolean wanted = Boolean.TRUE.equals(request.postOnly());
        boolean mayRest = type == OrderType.ICEBERG
                || type == OrderType.LIMIT && timeInForce != null && !timeInForce.isImmediate();
        if (wanted && type != null && !mayRest) {
            error("post_only", "not_allowed", "is only for LIMIT orders that may rest, and for ICEBERG");
        }
        return wanted;
    }

    /** A field that this type of order must have, or may not have. */
    private @Nullable BigDecimal fitting(
            String field, @Nullable DecimalText text, boolean wanted, @Nullable OrderType type) {
        if (wanted) {
            return positive(field, text);
        }
        if (text != null && type != null) {
            error(field, "not_allowed", "must be absent for " + type);
        }
        return null;
    }

    private @Nullable BigDecimal positive(String field, @Nullable DecimalText text) {
        return switch (DecimalFields.required(text).positive()) {
            case DecimalFields.Checked.Valid(BigDecimal value) -> value;
            case DecimalFields.Checked.Broken(String rule, String message) -> {
                error(field, rule, message);
                yield null;
            }
        };
    }

    private <E extends Enum<E>> @Nullable E oneOf(String field, @Nullable String text, Class<E> kind) {
        if (text == null || text.isBlank()) {
            error(field, "required", "is required");
            return null;
        }
        String name = text.trim().toUpperCase(Locale.ROOT);
        for (E constant : kind.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        error(field, "one_of", "must be one of " + Arrays.toString(kind.getEnumConstants()));
        return null;
    }

    private void error(String field, String rule, String message) {
        errors.add(new FieldError(field, rule, message));
    }
}
