package io.hft.backend.identity.web;

import io.hft.backend.identity.Principal;
import io.hft.backend.identity.Registration;
import io.hft.backend.identity.TokenIssuer;
import io.hft.backend.identity.Tokens;
import io.hft.backend.identity.User;
import io.hft.backend.identity.Users;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/auth")
@Tag(name = "Identity", description = "Who you are.")
class AuthController {
    private final Users users;
    private final TokenIssuer tokens;

    AuthController(Users users, TokenIssuer tokens) {
        this.users = users;
        this.tokens = tokens;
    }

    @PostMapping("/register")
    @ResponseStatus(HttpStatus.CREATED)
    @SecurityRequirements
    @Operation(
            summary = "Register a new user",
            description = "In sandbox mode the new user gets 100,000 USD of play money. Logs in at the same time.")
    @ApiResponse(responseCode = "201", description = "Registered and logged in")
    TokenResponse register(@RequestBody RegisterRequest request) {
        RegisterRequest.Valid valid = request.validated();
        return switch (users.register(valid.username(), valid.email(), valid.password())) {
            case Registration.Registered(User user) -> TokenResponse.of(tokens.issue(user));
            case Registration.UsernameTaken() ->
                throw Problem.of(ErrorCode.USERNAME_TAKEN, "The username " + valid.username() + " is taken")
                        .asException();
            case Registration.EmailTaken() ->
                throw Problem.of(ErrorCode.EMAIL_TAKEN, "Somebody registered with this e-mail address already")
                        .asException();
        };
    }

    @PostMapping("/login")
    @SecurityRequirements
    @Operation(summary = "Log in", description = "With the username or the e-mail address.")
    TokenResponse login(@RequestBody LoginRequest request) {
        List<FieldError> errors = new ArrayList<>();
        String name = required("username", request.username(), errors);
        String password = required("password", request.password(), errors);
        if (!errors.isEmpty()) {
            throw Problem.validation(errors).asException();
        }
        return users.login(name.strip(), password)
                .map(tokens::issue)
                .map(TokenResponse::of)
                .orElseThrow(() -> Problem.of(ErrorCode.BAD_CREDENTIALS, "Username or password is wrong")
                        .asException());
    }

    @PostMapping("/refresh")
    @SecurityRequirements
    @Operation(
            summary = "Renew the tokens",
            description =
                    "A refresh token works once; the answer brings the next one. Using one twice ends all of them.")
    TokenResponse refresh(@RequestBody RefreshRequest request) {
        List<FieldError> errors = new ArrayList<>();
        String refreshToken = required("refresh_token", request.refreshToken(), errors);
        if (!errors.isEmpty()) {
            throw Problem.validation(errors).asException();
        }
        return tokens.refresh(refreshToken).map(TokenResponse::of).orElseThrow(() -> Problem.of(
                        ErrorCode.BAD_CREDENTIALS, "The refresh token is unknown, expired or already used; log in")
                .asException());
    }

    @GetMapping("/me")
    @Operation(summary = "Who am I", description = "Without credentials, in sandbox mode: the demo user.")
    MeResponse me(Principal principal) {
        User user = users.find(principal.userId())
                .orElseThrow(() -> Problem.of(ErrorCode.UNAUTHENTICATED, "The token's user is unknown")
                        .asException());
        return new MeResponse(
                user.userId(),
                user.username(),
                principal.authenticated() ? user.email() : null,
                user.roles(),
                principal.authenticated(),
                user.createdAt());
    }

    private static String required(String field, @Nullable String value, List<FieldError> errors) {
        if (value == null || value.isBlank()) {
            errors.add(new FieldError(field, "required", "is required"));
            return "";
        }
        return value;
    }

    @Schema(name = "Login")
    record LoginRequest(
            @Schema(example = "alice") @Nullable String username,

            @Schema(example = "correct horse battery") @Nullable
            String password) {}

    @Schema(name = "Refresh")
    record RefreshRequest(
            @Schema(example = "the refresh_token of your last login") @Nullable
            String refreshToken) {}

    @Schema(name = "Tokens")
    record TokenResponse(
            @Schema(example = "2") long userId,
            String accessToken,
            String refreshToken,
            @Schema(example = "Bearer") String tokenType,

            @Schema(example = "900", description = "Seconds")
            long expiresIn) {
        static TokenResponse of(Tokens tokens) {
            return new TokenResponse(
                    tokens.user().userId(),
                    tokens.accessToken(),
                    tokens.refreshToken(),
                    "Bearer",
                    tokens.expiresIn().toSeconds());
        }
    }

    @Schema(name = "Me")
    record MeResponse(
            @Schema(example = "1") long userId,
            @Schema(example = "demo") String username,
            @Nullable String email,
            Set<String> roles,
            boolean authenticated,
            Instant createdAt) {}
}
