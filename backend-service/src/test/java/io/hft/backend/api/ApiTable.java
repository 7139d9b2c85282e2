package io.hft.backend.api;

import static io.hft.backend.api.ApiTable.Who.ANYBODY;
import static io.hft.backend.api.ApiTable.Who.LOGIN;
import static io.hft.backend.api.ApiTable.Who.OPERATOR;
import static io.hft.backend.api.ApiTable.Who.PUBLIC;
import static io.hft.backend.api.ApiTable.Who.USER;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who may call which operation of the API, and a request that works. Every operation of the OpenAPI document has an entry; the walks of this package
 * derive their requests from it. To add an endpoint: add its line here. A new variable of a path or body is defined in {@link ApiCast}.
 */
final class ApiTable {
    /** Whom an operation is for. */
    enum Who {
        /** Credentials are not looked at. */
        ANYBODY,
        /** Needs none, but refuses bad ones. */
        PUBLIC,
        /** A login, or an API key with the scope read (GET) or trade (other methods). */
        USER,
        /** A login; API keys are refused. */
        LOGIN,
        /** The role ADMIN; an API key needs the scope admin besides. */
        OPERATOR
    }

    /**
     * @param name as in the document
     * @param query of the request, empty for none
     * @param body JSON, empty for none; {@code {order_id}} and the like stand for the owner's
     * @param keyed whether it is sent with an idempotency key
     * @param own whether the request names something that is the owner's: strangers get 403 or 404
     */
    record Entry(Who who, String name, String query, String body, boolean keyed, boolean own) {
        String method() {
            return name.substring(0, name.indexOf(' '));
        }

        String path() {
            return name.substring(name.indexOf(' ') + 1);
        }

        /** Sent with this body. */
        Entry with(String json) {
            return new Entry(who, name, query, json, keyed, own);
        }

        Entry asking(String parameters) {
            return new Entry(who, name, "?" + parameters, body, keyed, own);
        }

        /** With a fresh idempotency key. */
        Entry withKey() {
            return new Entry(who, name, query, body, true, own);
        }

        /** Names something of the owner's. */
        Entry ofTheOwner() {
            return new Entry(who, name, query, body, keyed, true);
        }
    }

    private static final String ORDER =
            "{\"symbol\":\"BTC-USD\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"price\":\"46000\",\"quantity\":\"0.001\"}";

    static final List<Entry> ENTRIES = List.of(
            // What everybody may know.
            entry(ANYBODY, "GET /health"),
            entry(ANYBODY, "GET /.well-known/jwks.json"),
            entry(PUBLIC, "GET /api/v1/time"),
            entry(PUBLIC, "GET /api/v1/status"),
            entry(PUBLIC, "GET /api/v1/instruments"),
            entry(PUBLIC, "GET /api/v1/trading/assets"),
            entry(PUBLIC, "GET /api/v1/market/{symbol}/book"),
            entry(PUBLIC, "GET /api/v1/market/{symbol}/ticker"),
            entry(PUBLIC, "GET /api/v1/market/{symbol}/trades"),
            entry(PUBLIC, "GET /api/v1/market/{symbol}/candles"),
            // Identity.
            entry(ANYBODY, "POST /api/v1/auth/register")
                    .with(
                            "{\"username\":\"{new_name}\",\"email\":\"{new_name}@test.invalid\",\"password\":\"{password}\"}"),
            entry(ANYBODY, "POST /api/v1/auth/login")
                    .with("{\"username\":\"{other_name}\",\"password\":\"{password}\"}"),
            entry(ANYBODY, "POST /api/v1/auth/refresh").with("{\"refresh_token\":\"{refresh_token}\"}"),
            entry(LOGIN, "POST /api/v1/auth/logout"),
            entry(LOGIN, "GET /api/v1/auth/me"),
            entry(LOGIN, "GET /api/v1/auth/api-keys"),
            entry(LOGIN, "POST /api/v1/auth/api-keys").with("{\"label\":\"bot\",\"scopes\":[\"read\"]}"),
            entry(LOGIN, "DELETE /api/v1/auth/api-keys/{key_id}").ofTheOwner(),
            // Orders.
            entry(USER, "POST /api/v1/trading/execute")
                    .withKey()
                    .with("{\"user_id\":{user_id},\"symbol\":\"BTC\",\"pay_with\":\"USD\",\"quantity\":\"0.001\"}")
                    .ofTheOwner(),
            entry(USER, "POST /api/v1/orders").withKey().with(ORDER),
            entry(USER, "POST /api/v1/orders/batch").withKey().with("{\"orders\":[" + ORDER + "]}"),
            entry(USER, "POST /api/v1/orders/preview").with(ORDER),
            entry(USER, "POST /api/v1/orders/cancel-all-after").with("{\"timeout_seconds\":600}"),
            entry(USER, "GET /api/v1/orders"),
            entry(USER, "DELETE /api/v1/orders"),
            entry(USER, "GET /api/v1/orders/{order_id}").ofTheOwner(),
            entry(USER, "PATCH /api/v1/orders/{order_id}")
                    .with("{\"price\":\"46001\",\"quantity\":\"0.002\"}")
                    .ofTheOwner(),
            entry(USER, "DELETE /api/v1/orders/{order_id}").ofTheOwner(),
            entry(USER, "GET /api/v1/orders/by-client-id/{client_order_id}").ofTheOwner(),
            entry(USER, "GET /api/v1/fills").asking("order_id={filled_order_id}"),
            // Money.
            entry(USER, "GET /api/v1/trading/portfolio/{user_id}").ofTheOwner(),
            entry(USER, "GET /api/v1/balances"),
            entry(USER, "GET /api/v1/ledger"),
            entry(USER, "GET /api/v1/positions"),
            entry(USER, "GET /api/v1/portfolio/summary"),
            entry(USER, "POST /api/v1/deposits").withKey().with("{\"asset\":\"USD\",\"amount\":\"10\"}"),
            entry(USER, "POST /api/v1/withdrawals").withKey().with("{\"asset\":\"USD\",\"amount\":\"10\"}"),
            // Operators.
            entry(OPERATOR, "GET /api/v1/admin/reconciliation"),
            entry(OPERATOR, "GET /api/v1/admin/audit"),
            entry(OPERATOR, "GET /api/v1/admin/users"),
            entry(OPERATOR, "GET /api/v1/admin/users/{user_id}"),
            entry(OPERATOR, "POST /api/v1/admin/users/{user_id}/suspend").with("{\"reason\":\"a test\"}"),
            entry(OPERATOR, "POST /api/v1/admin/users/{user_id}/resume"),
            entry(OPERATOR, "PUT /api/v1/admin/users/{user_id}/roles").with("{\"roles\":[]}"),
            entry(OPERATOR, "POST /api/v1/admin/signing-keys/rotate"),
            entry(OPERATOR, "GET /api/v1/admin/instruments"),
            entry(OPERATOR, "PUT /api/v1/admin/instruments/{symbol}").with("""
                            {"base_asset":"BTC","quote_asset":"USD","tick_size":"0.01","lot_size":"0.00000001",\
                            "max_quantity":"1000","reference_price":"50000","price_band_basis_points":1000}"""),
            entry(OPERATOR, "PUT /api/v1/admin/instruments/{symbol}/trading-state")
                    .with("{\"trading_state\":\"TRADING\",\"reason\":\"a test\"}"),
            entry(OPERATOR, "GET /api/v1/admin/risk-limits"),
            entry(OPERATOR, "PUT /api/v1/admin/risk-limits").with("{\"symbol\":\"BTC-USD\"}"),
            entry(OPERATOR, "GET /api/v1/admin/kill-switch"),
            entry(OPERATOR, "PUT /api/v1/admin/kill-switch").with("{\"engaged\":false,\"reason\":\"a test\"}"),
            entry(OPERATOR, "POST /api/v1/admin/snapshots").with("{\"shard\":0}"));

    private ApiTable() {}

    static Map<String, Entry> byName() {
        Map<String, Entry> byName = new TreeMap<>();
        for (Entry entry : ENTRIES) {
            if (byName.put(entry.name(), entry) != null) {
                throw new IllegalStateException("twice in the table: " + entry.name());
            }
        }
        return byName;
    }

    private static Entry entry(Who who, String name) {
        return new Entry(who, name, "", "", false, false);
    }
}
