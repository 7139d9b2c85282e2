package io.hft.backend.web;

import java.util.Locale;

/** The errors of the API: what clients switch on. The code on the wire is {@code ERR_} and the constant's name. */
public enum ErrorCode {
    IDEMPOTENCY_REQUIRED(400, "Idempotency key required", false),
    MALFORMED_BODY(400, "Malformed request body", false),
    BAD_REQUEST(400, "Bad request", false),
    UNAUTHENTICATED(401, "Authentication required", false),
    BAD_CREDENTIALS(401, "Wrong username or password", false),
    BAD_SIGNATURE(401, "Unknown API key or wrong signature", false),
    OUTSIDE_WINDOW(401, "Signed too long ago, or in the future", false),
    REPLAYED(401, "Signed request used before", false),
    LIQUIDITY(402, "Not enough money", false),
    FORBIDDEN(403, "Not your account", false),
    FUNDING_DISABLED(403, "No play money here", false),
    SCOPE_MISSING(403, "This credential may not be used for that", false),
    SUSPENDED(403, "User suspended", false),
    ASSET_NOT_FOUND(404, "Unknown asset", false),
    INSTRUMENT_NOT_FOUND(404, "No such market", false),
    ORDER_NOT_FOUND(404, "Unknown order", false),
    USER_NOT_FOUND(404, "Unknown user", false),
    API_KEY_NOT_FOUND(404, "Unknown API key", false),
    NOT_FOUND(404, "Not found", false),
    METHOD_NOT_ALLOWED(405, "Method not allowed", false),
    NOT_ACCEPTABLE(406, "Not acceptable", false),
    ORDER_NOT_OPEN(409, "The order is no longer open", false),
    NO_LIQUIDITY(409, "Nobody to trade with", true),
    ORDER_REJECTED(409, "The engine rejected the order", false),
    DUPLICATE_CLIENT_ORDER_ID(409, "Client order id already used", false),
    IN_PROGRESS(409, "The first request with this key is still running", true),
    USERNAME_TAKEN(409, "Username already taken", false),
    EMAIL_TAKEN(409, "Email address already registered", false),
    TOO_MANY_API_KEYS(409, "As many API keys as one may have", false),
    USER_PROTECTED(409, "Not possible for this user", false),
    BODY_TOO_LARGE(413, "Request body too large", false),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", false),
    VALIDATION(422, "Validation failed", false),
    IDEMPOTENCY_MISMATCH(422, "Idempotency key already used for another request", false),
    TOO_MANY_REQUESTS(429, "Too many requests", true),
    TOO_MANY_CONNECTIONS(429, "Too many connections", true),
    ENGINE_UNAVAILABLE(503, "Matching engine unavailable", true),
    DATABASE_UNAVAILABLE(503, "Database unavailable", true),
    UNAVAILABLE(503, "Service unavailable", true),
    INTERNAL(500, "Internal error", true);

    private final int status;
    private final String title;
    private final boolean retryable;

    ErrorCode(int status, String title, boolean retryable) {
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    public int status() {
        return status;
    }

    /** The same for every occurrence, as RFC 9457 asks of {@code title}. */
    public String title() {
        return title;
    }

    /** Whether the same request, sent again later, may succeed. */
    public boolean retryable() {
        return retryable;
    }

    /** For example {@code ERR_LIQUIDITY}. */
    public String code() {
        return "ERR_" + name();
    }

    /** For example {@code urn:hft:problem:no-liquidity}. */
    public String type() {
        return "urn:hft:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
