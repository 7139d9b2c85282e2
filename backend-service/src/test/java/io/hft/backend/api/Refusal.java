package io.hft.backend.api;

import static io.hft.backend.api.Refusal.By.NOBODY;
import static io.hft.backend.api.Refusal.By.OPERATOR;
import static io.hft.backend.api.Refusal.By.OWNER;
import static io.hft.backend.api.Refusal.By.STRANGER;

import io.hft.backend.web.ErrorCode;
import java.util.List;

/**
 * A request that an operation refuses for a reason of its own. What every operation of its shape refuses (bad credentials, bodies, parameters) is not here.
 *
 * @param operation as in {@link ApiTable}, whose request is sent, with these changes
 * @param path other than the table's, empty for the same
 * @param body other than the table's, empty for the same
 */
record Refusal(String operation, By by, ErrorCode code, String path, String body, boolean keyed) {
    /** Who sends it. */
    enum By {
        OWNER,
        STRANGER,
        OPERATOR,
        NOBODY
    }

    private static final String EXECUTE = "POST /api/v1/trading/execute";
    private static final String PLACE = "POST /api/v1/orders";
    private static final String BATCH = "POST /api/v1/orders/batch";
    private static final String PREVIEW = "POST /api/v1/orders/preview";
    private static final String MASS_CANCEL = "DELETE /api/v1/orders";
    private static final String REPLACE = "PATCH /api/v1/orders/{order_id}";
    private static final String CANCEL = "DELETE /api/v1/orders/{order_id}";
    private static final String DEPOSIT = "POST /api/v1/deposits";
    private static final String WITHDRAW = "POST /api/v1/withdrawals";
    private static final String FILLED = "/api/v1/orders/{filled_order_id}";
    /** The user whom fees are paid to: one of the exchange's own. */
    private static final String PROTECTED = "/api/v1/admin/users/9000000002";

    private static final String NOBODY_IS = "/api/v1/admin/users/8999999999";

    static final List<Refusal> ALL = List.of(
            refused("POST /api/v1/auth/register", NOBODY, ErrorCode.USERNAME_TAKEN)
                    .with(
                            "{\"username\":\"{other_name}\",\"email\":\"{new_name}@test.invalid\",\"password\":\"{password}\"}"),
            refused("POST /api/v1/auth/register", NOBODY, ErrorCode.EMAIL_TAKEN)
                    .with(
                            "{\"username\":\"{new_name}\",\"email\":\"{other_name}@test.invalid\",\"password\":\"{password}\"}"),
            refused("POST /api/v1/auth/login", NOBODY, ErrorCode.BAD_CREDENTIALS)
                    .with("{\"username\":\"{other_name}\",\"password\":\"not the password\"}"),
            refused("POST /api/v1/auth/login", NOBODY, ErrorCode.SUSPENDED)
                    .with("{\"username\":\"{suspended_name}\",\"password\":\"{password}\"}"),
            refused("POST /api/v1/auth/refresh", NOBODY, ErrorCode.BAD_CREDENTIALS)
                    .with("{\"refresh_token\":\"x\"}"),
            refused("POST /api/v1/auth/api-keys", OWNER, ErrorCode.FORBIDDEN)
                    .with("{\"label\":\"x\",\"scopes\":[\"admin\"]}"),
            refused("DELETE /api/v1/auth/api-keys/{key_id}", STRANGER, ErrorCode.API_KEY_NOT_FOUND),
            // Orders.
            refused(EXECUTE, OWNER, ErrorCode.IDEMPOTENCY_REQUIRED).withoutKey(),
            refused(EXECUTE, STRANGER, ErrorCode.FORBIDDEN),
            refused(EXECUTE, OWNER, ErrorCode.ASSET_NOT_FOUND).with(buy("NOSUCH", "USD", "1")),
            refused(EXECUTE, OWNER, ErrorCode.INSTRUMENT_NOT_FOUND).with(buy("BTC", "ETH", "1")),
            refused(EXECUTE, OWNER, ErrorCode.NO_LIQUIDITY).with(buy("ETH", "USD", "1")),
            refused(EXECUTE, OWNER, ErrorCode.LIQUIDITY).with(buy("BTC", "USD", "900")),
            refused(PLACE, OWNER, ErrorCode.IDEMPOTENCY_REQUIRED).withoutKey(),
            refused(PLACE, STRANGER, ErrorCode.LIQUIDITY),
            refused(PLACE, OWNER, ErrorCode.INSTRUMENT_NOT_FOUND).with(market("NO-SUCH")),
            refused(PLACE, OWNER, ErrorCode.NO_LIQUIDITY).with(market("ETH-USD")),
            refused(PLACE, OWNER, ErrorCode.DUPLICATE_CLIENT_ORDER_ID)
                    .with(
                            "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"46000\",\"quantity\":\"0.001\","
                                    + "\"client_order_id\":\"{client_order_id}\"}"),
            refused(BATCH, OWNER, ErrorCode.IDEMPOTENCY_REQUIRED).withoutKey(),
            refused(PREVIEW, OWNER, ErrorCode.INSTRUMENT_NOT_FOUND).with(market("NO-SUCH")),
            refused(PREVIEW, OWNER, ErrorCode.NO_LIQUIDITY).with(market("ETH-USD")),
            refused("GET /api/v1/orders/{order_id}", STRANGER, ErrorCode.ORDER_NOT_FOUND),
            refused("GET /api/v1/orders/by-client-id/{client_order_id}", STRANGER, ErrorCode.ORDER_NOT_FOUND),
            refused(REPLACE, STRANGER, ErrorCode.ORDER_NOT_FOUND),
            refused(REPLACE, OWNER, ErrorCode.ORDER_NOT_OPEN).at(FILLED),
            refused(REPLACE, OWNER, ErrorCode.LIQUIDITY).with("{\"quantity\":\"900\"}"),
            refused(CANCEL, STRANGER, ErrorCode.ORDER_NOT_FOUND),
            refused(CANCEL, OWNER, ErrorCode.ORDER_NOT_OPEN).at(FILLED),
            refused(MASS_CANCEL, OWNER, ErrorCode.INSTRUMENT_NOT_FOUND).at("/api/v1/orders?symbol=NO-SUCH"),
            // Money.
            refused("GET /api/v1/trading/portfolio/{user_id}", STRANGER, ErrorCode.FORBIDDEN),
            refused(DEPOSIT, OWNER, ErrorCode.IDEMPOTENCY_REQUIRED).withoutKey(),
            refused(DEPOSIT, OWNER, ErrorCode.ASSET_NOT_FOUND).with("{\"asset\":\"NOSUCH\",\"amount\":\"1\"}"),
            refused(WITHDRAW, OWNER, ErrorCode.IDEMPOTENCY_REQUIRED).withoutKey(),
            refused(WITHDRAW, OWNER, ErrorCode.ASSET_NOT_FOUND).with("{\"asset\":\"NOSUCH\",\"amount\":\"1\"}"),
            refused(WITHDRAW, STRANGER, ErrorCode.LIQUIDITY),
            // The market.
            refused("GET /api/v1/market/{symbol}/book", NOBODY, ErrorCode.INSTRUMENT_NOT_FOUND)
                    .at("/api/v1/market/NO-SUCH/book"),
            refused("GET /api/v1/market/{symbol}/ticker", NOBODY, ErrorCode.INSTRUMENT_NOT_FOUND)
                    .at("/api/v1/market/NO-SUCH/ticker"),
            refused("GET /api/v1/market/{symbol}/trades", NOBODY, ErrorCode.INSTRUMENT_NOT_FOUND)
                    .at("/api/v1/market/NO-SUCH/trades"),
            refused("GET /api/v1/market/{symbol}/candles", NOBODY, ErrorCode.INSTRUMENT_NOT_FOUND)
                    .at("/api/v1/market/NO-SUCH/candles"),
            // Operators.
            refused("GET /api/v1/admin/users/{user_id}", OPERATOR, ErrorCode.USER_NOT_FOUND)
                    .at(NOBODY_IS),
            refused("POST /api/v1/admin/users/{user_id}/suspend", OPERATOR, ErrorCode.USER_NOT_FOUND)
                    .at(NOBODY_IS + "/suspend"),
            refused("POST /api/v1/admin/users/{user_id}/suspend", OPERATOR, ErrorCode.USER_PROTECTED)
                    .at(PROTECTED + "/suspend"),
            refused("POST /api/v1/admin/users/{user_id}/resume", OPERATOR, ErrorCode.USER_NOT_FOUND)
                    .at(NOBODY_IS + "/resume"),
            refused("POST /api/v1/admin/users/{user_id}/resume", OPERATOR, ErrorCode.USER_PROTECTED)
                    .at(PROTECTED + "/resume"),
            refused("PUT /api/v1/admin/users/{user_id}/roles", OPERATOR, ErrorCode.USER_NOT_FOUND)
                    .at(NOBODY_IS + "/roles"),
            refused("PUT /api/v1/admin/users/{user_id}/roles", OPERATOR, ErrorCode.USER_PROTECTED)
                    .at(PROTECTED + "/roles"),
            refused("PUT /api/v1/admin/instruments/{symbol}/trading-state", OPERATOR, ErrorCode.INSTRUMENT_NOT_FOUND)
                    .at("/api/v1/admin/instruments/NO-SUCH/trading-state"),
            refused("PUT /api/v1/admin/risk-limits", OPERATOR, ErrorCode.INSTRUMENT_NOT_FOUND)
                    .with("{\"symbol\":\"NO-SUCH\",\"max_quantity\":\"5\"}"),
            refused("PUT /api/v1/admin/risk-limits", OPERATOR, ErrorCode.USER_NOT_FOUND)
                    .with("{\"user_id\":8999999999,\"max_open_orders\":5}"),
            refused("PUT /api/v1/admin/kill-switch", OPERATOR, ErrorCode.USER_NOT_FOUND)
                    .with("{\"engaged\":true,\"user_id\":8999999999,\"reason\":\"a test\"}"));

    private static Refusal refused(String operation, By by, ErrorCode code) {
        return new Refusal(operation, by, code, "", "", true);
    }

    private static String buy(String symbol, String payWith, String quantity) {
        return "{\"user_id\":{user_id},\"symbol\":\"%s\",\"pay_with\":\"%s\",\"quantity\":\"%s\"}"
                .formatted(symbol, payWith, quantity);
    }

    private static String market(String symbol) {
        return "{\"symbol\":\"%s\",\"side\":\"BUY\",\"type\":\"MARKET\",\"quantity\":\"1\"}".formatted(symbol);
    }

    private Refusal at(String otherPath) {
        return new Refusal(operation, by, code, otherPath, body, keyed);
    }

    private Refusal with(String otherBody) {
        return new Refusal(operation, by, code, path, otherBody, keyed);
    }

    private Refusal withoutKey() {
        return new Refusal(operation, by, code, path, body, false);
    }

    /** As an entry of the table. */
    ApiTable.Entry entry(ApiTable.Entry usual) {
        return new ApiTable.Entry(
                usual.who(),
                usual.method() + " " + (path.isEmpty() ? usual.path() : path),
                path.isEmpty() ? usual.query() : "",
                body.isEmpty() ? usual.body() : body,
                usual.keyed() && keyed,
                false);
    }
}
