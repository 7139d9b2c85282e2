package io.hft.backend.config;

import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.ProblemBody;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Adds to every operation the problems that it can answer with: most follow from its shape, the others stand in a table here. */
final class DocumentedProblems implements GlobalOpenApiCustomizer {
    private static final String MEDIA_TYPE = "application/problem+json";

    private static final Map<String, Set<ErrorCode>> OF_THEIR_OWN = Map.ofEntries(
            Map.entry("GET /api/v1/admin/reconciliation", EnumSet.of(ErrorCode.FORBIDDEN, ErrorCode.UNAVAILABLE)),
            Map.entry("GET /api/v1/admin/instruments", EnumSet.of(ErrorCode.FORBIDDEN, ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry("PUT /api/v1/admin/instruments/{symbol}", EnumSet.of(ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry(
                    "PUT /api/v1/admin/instruments/{symbol}/trading-state",
                    EnumSet.of(ErrorCode.INSTRUMENT_NOT_FOUND, ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry("GET /api/v1/admin/risk-limits", EnumSet.of(ErrorCode.FORBIDDEN)),
            Map.entry(
                    "PUT /api/v1/admin/risk-limits",
                    EnumSet.of(ErrorCode.USER_NOT_FOUND, ErrorCode.INSTRUMENT_NOT_FOUND, ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry("GET /api/v1/admin/kill-switch", EnumSet.of(ErrorCode.FORBIDDEN)),
            Map.entry(
                    "PUT /api/v1/admin/kill-switch",
                    EnumSet.of(ErrorCode.USER_NOT_FOUND, ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry("POST /api/v1/admin/snapshots", EnumSet.of(ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry(
                    "POST /api/v1/trading/execute",
                    EnumSet.of(
                            ErrorCode.IDEMPOTENCY_REQUIRED,
                            ErrorCode.LIQUIDITY,
                            ErrorCode.FORBIDDEN,
                            ErrorCode.ASSET_NOT_FOUND,
                            ErrorCode.INSTRUMENT_NOT_FOUND,
                            ErrorCode.NO_LIQUIDITY,
                            ErrorCode.IN_PROGRESS,
                            ErrorCode.IDEMPOTENCY_MISMATCH,
                            ErrorCode.ORDER_REJECTED,
                            ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry(
                    "POST /api/v1/orders",
                    EnumSet.of(
                            ErrorCode.IDEMPOTENCY_REQUIRED,
                            ErrorCode.LIQUIDITY,
                            ErrorCode.INSTRUMENT_NOT_FOUND,
                            ErrorCode.NO_LIQUIDITY,
                            ErrorCode.DUPLICATE_CLIENT_ORDER_ID,
                            ErrorCode.IN_PROGRESS,
                            ErrorCode.IDEMPOTENCY_MISMATCH,
                            ErrorCode.ENGINE_UNAVAILABLE,
                            ErrorCode.UNAVAILABLE)),
            Map.entry("GET /api/v1/orders/by-client-id/{client_order_id}", EnumSet.of(ErrorCode.ORDER_NOT_FOUND)),
            Map.entry(
                    "POST /api/v1/deposits",
                    EnumSet.of(
                            ErrorCode.IDEMPOTENCY_REQUIRED,
                            ErrorCode.FUNDING_DISABLED,
                            ErrorCode.ASSET_NOT_FOUND,
                            ErrorCode.IN_PROGRESS,
                            ErrorCode.IDEMPOTENCY_MISMATCH)),
            Map.entry(
                    "POST /api/v1/withdrawals",
                    EnumSet.of(
                            ErrorCode.IDEMPOTENCY_REQUIRED,
                            ErrorCode.LIQUIDITY,
                            ErrorCode.FUNDING_DISABLED,
                            ErrorCode.ASSET_NOT_FOUND,
                            ErrorCode.IN_PROGRESS,
                            ErrorCode.IDEMPOTENCY_MISMATCH)),
            Map.entry("GET /api/v1/orders/{order_id}", EnumSet.of(ErrorCode.ORDER_NOT_FOUND)),
            Map.entry(
                    "DELETE /api/v1/orders", EnumSet.of(ErrorCode.INSTRUMENT_NOT_FOUND, ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry(
                    "PATCH /api/v1/orders/{order_id}",
                    EnumSet.of(
                            ErrorCode.LIQUIDITY,
                            ErrorCode.ORDER_NOT_FOUND,
                            ErrorCode.ORDER_NOT_OPEN,
                            ErrorCode.IN_PROGRESS,
                            ErrorCode.ORDER_REJECTED,
                            ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry(
                    "POST /api/v1/orders/batch",
                    EnumSet.of(
                            ErrorCode.IDEMPOTENCY_REQUIRED,
                            ErrorCode.IN_PROGRESS,
                            ErrorCode.IDEMPOTENCY_MISMATCH,
                            ErrorCode.ENGINE_UNAVAILABLE,
                            ErrorCode.UNAVAILABLE)),
            Map.entry(
                    "POST /api/v1/orders/preview", EnumSet.of(ErrorCode.INSTRUMENT_NOT_FOUND, ErrorCode.NO_LIQUIDITY)),
            Map.entry(
                    "DELETE /api/v1/orders/{order_id}",
                    EnumSet.of(ErrorCode.ORDER_NOT_FOUND, ErrorCode.ORDER_NOT_OPEN, ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry("GET /api/v1/trading/portfolio/{user_id}", EnumSet.of(ErrorCode.FORBIDDEN)),
            Map.entry(
                    "GET /api/v1/market/{symbol}/book",
                    EnumSet.of(ErrorCode.INSTRUMENT_NOT_FOUND, ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry("POST /api/v1/auth/register", EnumSet.of(ErrorCode.USERNAME_TAKEN, ErrorCode.EMAIL_TAKEN)),
            Map.entry("POST /api/v1/auth/login", EnumSet.of(ErrorCode.BAD_CREDENTIALS, ErrorCode.SUSPENDED)),
            Map.entry("POST /api/v1/auth/api-keys", EnumSet.of(ErrorCode.FORBIDDEN, ErrorCode.TOO_MANY_API_KEYS)),
            Map.entry("DELETE /api/v1/auth/api-keys/{key_id}", EnumSet.of(ErrorCode.API_KEY_NOT_FOUND)),
            Map.entry("GET /api/v1/admin/users/{user_id}", EnumSet.of(ErrorCode.USER_NOT_FOUND)),
            Map.entry(
                    "POST /api/v1/admin/users/{user_id}/suspend",
                    EnumSet.of(ErrorCode.USER_NOT_FOUND, ErrorCode.USER_PROTECTED)),
            Map.entry(
                    "POST /api/v1/admin/users/{user_id}/resume",
                    EnumSet.of(ErrorCode.USER_NOT_FOUND, ErrorCode.USER_PROTECTED)),
            Map.entry(
                    "PUT /api/v1/admin/users/{user_id}/roles",
                    EnumSet.of(ErrorCode.USER_NOT_FOUND, ErrorCode.USER_PROTECTED)),
            Map.entry("POST /api/v1/auth/refresh", EnumSet.of(ErrorCode.BAD_CREDENTIALS)),
            Map.entry(
                    "GET /api/v1/market/{symbol}/ticker",
                    EnumSet.of(ErrorCode.INSTRUMENT_NOT_FOUND, ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry(
                    "GET /api/v1/market/{symbol}/trades",
                    EnumSet.of(ErrorCode.INSTRUMENT_NOT_FOUND, ErrorCode.ENGINE_UNAVAILABLE)),
            Map.entry(
                    "GET /api/v1/market/{symbol}/candles",
                    EnumSet.of(ErrorCode.INSTRUMENT_NOT_FOUND, ErrorCode.ENGINE_UNAVAILABLE)));

    private final DocumentedSecurity security;

    DocumentedProblems(DocumentedSecurity security) {
        this.security = security;
    }

    @Override
    public void customise(OpenAPI api) {
        ResolvedSchema problem = ModelConverters.getInstance(true)
                .resolveAsResolvedSchema(new AnnotatedType(ProblemBody.class).resolveAsRef(true));
        problem.referencedSchemas.forEach(api.getComponents()::addSchemas);
        new DocumentedWords().describe(api);
        api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
            security.describe(path, method, operation);
            describe(path, method, operation);
        }));
    }

    private static void describe(String path, PathItem.HttpMethod method, Operation operation) {
        if (path.equals("/health")) {
            operation
                    .getResponses()
                    .addApiResponse(
                            "503",
                            new ApiResponse()
                                    .description("Something does not: the same body with the reasons")
                                    .content(operation.getResponses().get("200").getContent()));
        }
        Map<Integer, List<ErrorCode>> byStatus = codes(path, method, operation).stream()
                .collect(Collectors.groupingBy(ErrorCode::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, ofStatus) ->
                operation.getResponses().addApiResponse(Integer.toString(status), response(status, ofStatus, path)));
    }

    private static Set<ErrorCode> codes(String path, PathItem.HttpMethod method, Operation operation) {
        Set<ErrorCode> codes = EnumSet.of(ErrorCode.INTERNAL);
        codes.addAll(OF_THEIR_OWN.getOrDefault(method + " " + path, Set.of()));
        if (path.startsWith("/api/")) {
            codes.add(ErrorCode.DATABASE_UNAVAILABLE);
            codes.add(ErrorCode.TOO_MANY_REQUESTS);
        }
        if (operation.getRequestBody() != null) {
            codes.addAll(EnumSet.of(
                    ErrorCode.MALFORMED_BODY,
                    ErrorCode.BODY_TOO_LARGE,
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    ErrorCode.VALIDATION));
        }
        if (operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(DocumentedProblems::isTyped)) {
            codes.add(ErrorCode.VALIDATION);
        }
        if (DocumentedSecurity.looksAtCredentials(path)) {
            codes.addAll(EnumSet.of(
                    ErrorCode.UNAUTHENTICATED, ErrorCode.BAD_SIGNATURE, ErrorCode.OUTSIDE_WINDOW, ErrorCode.REPLAYED));
        }
        if (!DocumentedSecurity.isPublic(operation)) {
            codes.add(ErrorCode.SCOPE_MISSING);
        }
        if (path.startsWith("/api/v1/admin/")) {
            codes.add(ErrorCode.FORBIDDEN);
        }
        return codes;
    }

    /** Whether a value can be wrong by itself; a plain text names something, or nothing. */
    private static boolean isTyped(Parameter parameter) {
        Schema<?> schema = parameter.getSchema();
        boolean text = "string".equals(schema.getType())
                || schema.getTypes() != null && schema.getTypes().contains("string");
        return schema.get$ref() != null || schema.getEnum() != null || !text;
    }

    private static ApiResponse response(int status, List<ErrorCode> codes, String path) {
        String description = codes.stream()
                .map(code -> "`" + code.code() + "` " + code.title())
                .collect(Collectors.joining("<br>"));
        MediaType body = new MediaType()
                .schema(new Schema<>().$ref("#/components/schemas/Problem"))
                .example(example(codes.getFirst(), path));
        ApiResponse response =
                new ApiResponse().description(description).content(new Content().addMediaType(MEDIA_TYPE, body));
        if (status == 503 || status == 429) {
            response.addHeaderObject(
                    "Retry-After", new Header().description("Seconds to wait").schema(new StringSchema()));
        }
        return response;
    }

    private static Map<String, Object> example(ErrorCode code, String path) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", code.type());
        example.put("title", code.title());
        example.put("status", code.status());
        example.put("detail", code.title());
        example.put("instance", path);
        example.put("error_code", code.code());
        example.put("message", code.title());
        example.put("retryable", code.retryable());
        if (code == ErrorCode.VALIDATION) {
            example.put(
                    "errors",
                    List.of(Map.of("field", "quantity", "rule", "positive", "message", "must be greater than zero")));
        }
        example.put("timestamp", "2026-01-01T12:00:00Z");
        example.put("request_id", "0f8fad5bd9cb469fa16570867728950e");
        return example;
    }
}
