package io.hft.backend.config;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which credentials an operation takes, written at the operation itself. What everybody may know is annotated with an empty
 * {@code @SecurityRequirements}; the rest follows from the path, as the rules of access do. A test holds this against what the endpoints do.
 */
final class DocumentedSecurity {
    static final String BEARER = "bearer";
    static final String API_KEY = "api_key";
    static final String TIMESTAMP = "api_timestamp";
    static final String SIGNATURE = "api_signature";

    private static final Set<String> CREDENTIALS_IGNORED =
            Set.of("/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/auth/refresh");
    private static final String LOGIN_ONLY = "/api/v1/auth/";
    private static final String DEMO_PROFILE = "/api/v1/auth/me";
    private static final String ADMIN = "/api/v1/admin/";
    private static final List<String> ABOUT_OTHERS =
            List.of("/api/v1/admin/users", "/api/v1/admin/audit", "/api/v1/admin/signing-keys");

    private final boolean sandbox;

    DocumentedSecurity(boolean sandbox) {
        this.sandbox = sandbox;
    }

    void describe(String path, PathItem.HttpMethod method, Operation operation) {
        if (!isPublic(operation)) {
            operation.setSecurity(requirements(path, method));
        }
    }

    static boolean isPublic(Operation operation) {
        return operation.getSecurity() != null && operation.getSecurity().isEmpty();
    }

    /** Whether bad credentials are refused, even where none are needed. */
    static boolean looksAtCredentials(String path) {
        return path.startsWith("/api/") && !CREDENTIALS_IGNORED.contains(path);
    }

    /** Whether credentials are an access token or nothing: API keys are refused. */
    static boolean isLoginOnly(String path) {
        return path.startsWith(LOGIN_ONLY);
    }

    private List<SecurityRequirement> requirements(String path, PathItem.HttpMethod method) {
        List<SecurityRequirement> alternatives = new ArrayList<>();
        alternatives.add(new SecurityRequirement().addList(BEARER));
        if (!isLoginOnly(path)) {
            alternatives.add(new SecurityRequirement()
                    .addList(API_KEY)
                    .addList(TIMESTAMP)
                    .addList(SIGNATURE));
        }
        if (sandbox && isOpenInSandbox(path, method)) {
            alternatives.add(new SecurityRequirement());
        }
        return alternatives;
    }

    /** Where a request without credentials acts as the demo user, or looks at the play money's exchange as its operator. */
    private static boolean isOpenInSandbox(String path, PathItem.HttpMethod method) {
        if (path.startsWith(ADMIN)) {
            return method == PathItem.HttpMethod.GET && ABOUT_OTHERS.stream().noneMatch(path::startsWith);
        }
        return path.equals(DEMO_PROFILE) || !isLoginOnly(path);
    }
}
