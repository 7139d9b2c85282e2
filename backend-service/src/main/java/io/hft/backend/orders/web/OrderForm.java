package io.hft.backend.orders.web;

import io.hft.backend.engine.OrderType;
import io.hft.backend.engine.Side;
import io.hft.backend.engine.TimeInForce;
import io.hft.backend.money.DecimalFields;
import io.hft.backend.orders.NewOrder;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a {@link PlaceOrderRequest} completely: every broken rule with its field. */
final class OrderForm {
    private static final Pattern CLIENT_ORDER_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final Set<String> LATER_TYPES = Set.of("STOP", "STOP_LIMIT", "ICEBERG");
    private static final Set<String> LATER_TIMES = Set.of("FOK", "DAY", "GTD");

    private final List<FieldError> errors = new ArrayList<>();

    private OrderForm() {}

    /** @throws io.hft.backend.web.ProblemException 422 */
    static NewOrder check(PlaceOrderRequest request, long userId) {
        OrderForm form = new OrderForm();
        NewOrder order = form.read(request, userId);
        if (order == null || !form.errors.isEmpty()) {
            throw Problem.validation(form.errors).asException();
        }
        return order;
    }

    /** Whether a text can be the name of an order at all. */
    static boolean isClientOrderId(String text) {
        return CLIENT_ORDER_ID.matcher(text).matches();
    }

    private @Nullable NewOrder read(PlaceOrderRequest request, long userId) {
        String symbol = request.symbol() == null ? "" : request.symbol().trim().toUpperCase(Locale.ROOT);
        if (symbol.isEmpty()) {
            error("symbol", "required", "is required");
        }
        Side side = oneOf("side", request.side(), Side.class, Set.of());
        OrderType type = oneOf("type", request.type(), OrderType.class, LATER_TYPES);
        TimeInForce timeInForce = timeInForce(request.timeInForce(), type);
        BigDecimal price = price(request, type);
        BigDecimal quantity = positive("quantity", DecimalFields.required(request.quantity()));
        notYet("quote_quantity", request.quoteQuantity() != null);
        notYet("stop_price", request.stopPrice() != null);
        notYet("display_quantity", request.displayQuantity() != null);
        notYet("expire_at", request.expireAt() != null);
        notYet("post_only", Boolean.TRUE.equals(request.postOnly()));
        notYet("self_trade_prevention", request.selfTradePrevention() != null);
        String clientOrderId = request.clientOrderId();
        if (clientOrderId != null && !isClientOrderId(clientOrderId)) {
            error("client_order_id", "pattern", "must be 1 to 64 letters, digits or . _ : -");
        }
        return side == null || type == null || timeInForce == null || quantity == null
                ? null
                : new NewOrder(userId, clientOrderId, symbol, side, type, timeInForce, price, quantity);
    }

    private @Nullable TimeInForce timeInForce(@Nullable String text, @Nullable OrderType type) {
        TimeInForce usual = type == OrderType.MARKET ? TimeInForce.IOC : TimeInForce.GTC;
        TimeInForce chosen = text == null ? usual : oneOf("time_in_force", text, TimeInForce.class, LATER_TIMES);
        if (type == OrderType.MARKET && chosen == TimeInForce.GTC) {
            error("time_in_force", "immediate", "must be IOC for a market order");
        }
        return chosen;
    }

    private @Nullable BigDecimal price(PlaceOrderRequest request, @Nullable OrderType type) {
        if (type == OrderType.MARKET) {
            if (request.price() != null) {
                error("price", "not_allowed", "must be absent for a market order");
            }
            return null;
        }
        return positive("price", DecimalFields.required(request.price()));
    }

    private @Nullable BigDecimal positive(String field, DecimalFields.Checked checked) {
        return switch (checked.positive()) {
            case DecimalFields.Checked.Valid(BigDecimal value) -> value;
            case DecimalFields.Checked.Broken(String rule, String message) -> {
                error(field, rule, message);
                yield null;
            }
        };
    }

    private <E extends Enum<E>> @Nullable E oneOf(
            String field, @Nullable String text, Class<E> kind, Set<String> later) {
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
        if (later.contains(name)) {
            error(field, "unsupported", name + " is not supported yet");
        } else {
            error(field, "one_of", "must be one of " + Arrays.toString(kind.getEnumConstants()));
        }
        return null;
    }

    private void notYet(String field, boolean given) {
        if (given) {
            error(field, "unsupported", "is not supported yet");
        }
    }

    private void error(String field, String rule, String message) {
        errors.add(new FieldError(field, rule, message));
    }
}
