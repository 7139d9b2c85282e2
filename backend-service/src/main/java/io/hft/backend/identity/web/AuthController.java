package io.hft.backend.identity.web;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.audit.AuditLog;
import io.hft.backend.identity.Logins;
import io.hft.backend.identity.Principal;
import io.hft.backend.identity.Registration;
import io.hft.backend.identity.Scope;
import io.hft.backend.identity.Sessions;
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
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
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
    private final Logins logins;
    private final Sessions sessions;
    private final Caller caller;
    private final AuditLog audit;

    AuthController(Users users, TokenIssuer tokens, Logins logins, Sessions sessions, Caller caller, AuditLog audit) {
        this.users = users;
        this.tokens = tokens;
        this.logins = logins;
        this.sessions = sessions;
        this.caller = caller;
        this.audit = audit;
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
            case Registration.Registered(User user) -> {
                audit.record(AuditEvent.of("user.registered").by(user.userId()).on("user " + user.userId()));
                yield TokenResponse.of(tokens.issue(user));
            }
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
    TokenResponse login(@RequestBody LoginRequest request, HttpServletRequest http) {
        List<FieldError> errors = new ArrayList<>();
        String name = required("username", request.username(), errors);
        String password = required("password", request.password(), errors);
        if (!errors.isEmpty()) {
            throw Problem.validation(errors).asException();
        }
        return switch (logins.login(name.strip(), password, http.getRemoteAddr())) {
            case Logins.Outcome.LoggedIn(Tokens issued) -> TokenResponse.of(issued);
            case Logins.Outcome.WrongCredentials() ->
                throw Problem.of(ErrorCode.BAD_CREDENTIALS, "Username or password is wrong")
                        .asException();
            case Logins.Outcome.Suspended() ->
                throw Problem.of(ErrorCode.SUSPENDED, "This user is suspended; ask the operators of this exchange")
                        .asException();
            case Logins.Outcome.Throttled(Duration pause) ->
                throw Problem.of(ErrorCode.TOO_MANY_REQUESTS, "Too many failed logins; wait before the next")
                        .withRetryAfter((int) pause.toSeconds() + 1)
                        .asException();
        };
    }

    @PostMapping("/refresh")
    @SecurityRequirements
    @Operation(
            summary = "Renew the tokens",
            description =
                    "A refresh token works once; the answer brings the next one. Using one twice ends the whole login, since one of the two has copied it.")
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

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Log out",
            description =
                    "Ends the login: its refresh token and all its access tokens fail from now on. Other logins go on.")
    @ApiResponse(responseCode = "204", description = "Logged out")
    void logout() {
        caller.credential().ifPresent(sessions::logout);
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
                principal.scopes().stream().map(Scope::text).sorted().toList(),
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
            String password) {
        @Override
        public String toString() {
            return "Login";
        }
    }

    @Schema(name = "Refresh")
    record RefreshRequest(
            @Schema(example = "the refresh_token of your last login") @Nullable
            String refreshToken) {
        @Override
        public String toString() {
            return "Refresh";
        }
    }

    @Schema(name = "Tokens")
    record TokenResponse(
            @Schema(example = "2") long userId,
            String accessToken,
            String refreshToken,
            @Schema(example = "Bearer") String tokenType,

            @Schema(example = "900", description = "Seconds")
            long expiresIn) {
        @Override
        public String toString() {
            return "Tokens of user " + userId;
        }

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
            @Schema(example = "[\"read\", \"trade\"]") List<String> scopes,
            boolean authenticated,
            Instant createdAt) {}
}
