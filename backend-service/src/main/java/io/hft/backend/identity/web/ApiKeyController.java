package io.hft.backend.identity.web;

import io.hft.backend.identity.ApiKey;
import io.hft.backend.identity.ApiKeyCreation;
import io.hft.backend.identity.ApiKeys;
import io.hft.backend.identity.Principal;
import io.hft.backend.identity.Scope;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/auth/api-keys")
@Tag(name = "Identity")
class ApiKeyController {
    private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,64}");

    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Make an API key",
            description =
                    "The secret is in this answer and nowhere else, ever again. Sign requests with it as docs/api/authentication.md"
                            + " says. At most " + ApiKeys.PER_USER_MAX
                            + " per user. Needs a login; a key cannot make keys.")
    @ApiResponse(responseCode = "201", description = "Made")
    NewKeyResponse create(Principal principal, @RequestBody KeyRequest request) {
        List<FieldError> errors = new ArrayList<>();
        String label = request.label() == null ? "" : request.label().strip();
        if (label.isEmpty()) {
            errors.add(new FieldError("label", "required", "is required"));
        } else if (!LABEL.matcher(label).matches()) {
            errors.add(new FieldError(
                    "label", "pattern", "must have at most 64 characters, none of them a control character"));
        }
        Set<Scope> scopes = scopes(request.scopes(), errors);
        if (!errors.isEmpty()) {
            throw Problem.validation(errors).asException();
        }
        return switch (keys.create(principal, label, scopes)) {
            case ApiKeyCreation.Created(ApiKey key, String secret) ->
                new NewKeyResponse(key.keyId(), secret, key.label(), texts(key.scopes()), key.createdAt());
            case ApiKeyCreation.TooMany(int max) ->
                throw Problem.of(ErrorCode.TOO_MANY_API_KEYS, "You have " + max + " API keys; delete one first")
                        .asException();
            case ApiKeyCreation.AdminOnly() ->
                throw Problem.of(ErrorCode.FORBIDDEN, "The scope admin needs the role " + Principal.ADMIN_ROLE)
                        .asException();
        };
    }

    @GetMapping
    @Operation(summary = "Your API keys", description = "The newest first, without their secrets.")
    KeyList list(Principal principal) {
        return new KeyList(keys.of(principal.userId()).stream()
                .map(key -> new KeyResponse(key.keyId(), key.label(), texts(key.scopes()), key.createdAt()))
                .toList());
    }

    @DeleteMapping("/{key_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete an API key", description = "It stops with the next request, on every backend.")
    @ApiResponse(responseCode = "204", description = "Deleted")
    void delete(Principal principal, @PathVariable("key_id") String keyId) {
        if (!keys.delete(principal.userId(), keyId)) {
            throw Problem.of(ErrorCode.API_KEY_NOT_FOUND, "You have no such API key")
                    .asException();
        }
    }

    private static Set<Scope> scopes(@Nullable List<@Nullable String> texts, List<FieldError> errors) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (texts == null || texts.isEmpty()) {
            errors.add(new FieldError("scopes", "required", "is required: read, trade, admin"));
            return scopes;
        }
        for (int i = 0; i < texts.size(); i++) {
            Optional<Scope> scope = Optional.ofNullable(texts.get(i)).flatMap(Scope::parse);
            if (scope.isEmpty()) {
                errors.add(new FieldError("scopes[" + i + "]", "one_of", "must be read, trade or admin"));
            }
            scope.ifPresent(scopes::add);
        }
        return scopes;
    }

    private static List<String> texts(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::text).toList();
    }

    @Schema(name = "ApiKeyRequest")
    record KeyRequest(
            @Schema(example = "my bot", description = "For yourself, 1 to 64 characters") @Nullable
            String label,

            @Schema(
                    example = "[\"read\", \"trade\"]",
                    description = "read: look; trade: orders and money; admin: for operators")
            @Nullable
            List<@Nullable String> scopes) {}

    @Schema(name = "NewApiKey")
    record NewKeyResponse(
            @Schema(example = "hft_mF0aYk7uJ4qT9w2LxE8sRc1B")
            String keyId,

            @Schema(
                    example = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    description = "Keep it; it is never shown again.")
            String secret,

            @Schema(example = "my bot") String label,
            @Schema(example = "[\"read\", \"trade\"]") List<String> scopes,
            Instant createdAt) {
        @Override
        public String toString() {
            return "NewApiKey[" + keyId + "]";
        }
    }

    @Schema(name = "ApiKey")
    record KeyResponse(
            @Schema(example = "hft_mF0aYk7uJ4qT9w2LxE8sRc1B")
            String keyId,

            @Schema(example = "my bot") String label,
            @Schema(example = "[\"read\", \"trade\"]") List<String> scopes,
            Instant createdAt) {}

    @Schema(name = "ApiKeys")
    record KeyList(List<KeyResponse> items) {}
}
