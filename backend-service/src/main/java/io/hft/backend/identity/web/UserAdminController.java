package io.hft.backend.identity.web;

import io.hft.backend.identity.Principal;
import io.hft.backend.identity.User;
import io.hft.backend.identity.UserAdministration;
import io.hft.backend.identity.UserAdministration.Account;
import io.hft.backend.identity.UserAdministration.Outcome;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.RequiredText;
import io.hft.backend.web.cursor.Cursors;
import io.hft.backend.web.cursor.PageLimit;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/admin/users")
@Tag(name = "Admin")
class UserAdminController {
    private static final int REASON_MAX = 200;

    private static final String LIST = "admin/users";

    private final UserAdministration users;
    private final Cursors cursors;

    UserAdminController(UserAdministration users, Cursors cursors) {
        this.users = users;
        this.cursors = cursors;
    }

    @GetMapping
    @Operation(summary = "Users", description = "By id. next_cursor is the cursor of the next page, null on the last.")
    UserPage list(
            @Parameter(description = "Only those who are suspended, or only those who are not.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean suspended,
            @Parameter(example = "100") @RequestParam(defaultValue = PageLimit.DEFAULT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        PageLimit.check(limit);
        List<String> filters = List.of(String.valueOf(suspended));
        long after = cursor == null ? 0 : Long.parseLong(cursors.read(LIST, filters, cursor));
        List<Account> found = users.list(after, limit + 1, suspended);
        return new UserPage(
                PageLimit.page(found, limit).stream().map(UserResponse::of).toList(),
                PageLimit.next(found, limit, last -> cursors.write(LIST, filters, Long.toString(last.userId()))));
    }

    @GetMapping("/{user_id}")
    @Operation(summary = "A user")
    UserResponse user(@Parameter(example = "2") @PathVariable("user_id") long userId) {
        return users.find(userId).map(UserResponse::of).orElseThrow(() -> unknown(userId));
    }

    @PostMapping("/{user_id}/suspend")
    @Operation(
            summary = "Suspend a user",
            description =
                    "Logins end and API keys stop with the next request, on every backend. Open orders stay as they are.")
    UserResponse suspend(
            Principal principal,
            @Parameter(example = "2") @PathVariable("user_id") long userId,
            @RequestBody SuspensionRequest request) {
        String reason = RequiredText.of("reason", request.reason(), REASON_MAX);
        return answer(userId, users.suspend(userId, principal, reason));
    }

    @PostMapping("/{user_id}/resume")
    @Operation(
            summary = "End a suspension",
            description = "The user can log in again, and API keys work again; the logins of before stay ended.")
    UserResponse resume(Principal principal, @Parameter(example = "2") @PathVariable("user_id") long userId) {
        return answer(userId, users.resume(userId, principal));
    }

    @PutMapping("/{user_id}/roles")
    @Operation(
            summary = "Give or take roles",
            description =
                    "Replaces them all. ADMIN makes an operator. Takes effect with the next request, of running logins too.")
    UserResponse roles(
            Principal principal,
            @Parameter(example = "2") @PathVariable("user_id") long userId,
            @RequestBody RolesRequest request) {
        List<@Nullable String> roles = request.roles();
        if (roles == null) {
            throw Problem.validation("roles", "required", "is required").asException();
        }
        for (int i = 0; i < roles.size(); i++) {
            if (!Principal.ADMIN_ROLE.equals(roles.get(i))) {
                throw Problem.validation("roles[" + i + "]", "one_of", "must be " + Principal.ADMIN_ROLE)
                        .asException();
            }
        }
        return answer(
                userId, users.setRoles(userId, principal, roles.isEmpty() ? Set.of() : Set.of(Principal.ADMIN_ROLE)));
    }

    private static UserResponse answer(long userId, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(Account account) -> UserResponse.of(account);
            case Outcome.UnknownUser() -> throw unknown(userId);
            case Outcome.Protected(String reason) ->
                throw Problem.of(ErrorCode.USER_PROTECTED, reason).asException();
        };
    }

    private static RuntimeException unknown(long userId) {
        return Problem.of(ErrorCode.USER_NOT_FOUND, "There is no user " + userId)
                .asException();
    }

    @Schema(name = "Suspension")
    record SuspensionRequest(
            @Schema(example = "asked for it by mail", description = "For the audit log, at most 200 characters")
            @Nullable
            String reason) {}

    @Schema(name = "Roles")
    record RolesRequest(
            @Schema(example = "[\"ADMIN\"]") @Nullable List<@Nullable String> roles) {}

    @Schema(name = "UserPage")
    record UserPage(List<UserResponse> items, @Nullable String nextCursor) {}

    @Schema(name = "User")
    record UserResponse(
            @Schema(example = "2") long userId,
            @Schema(example = "alice") String username,
            @Schema(example = "alice@example.com") String email,
            User.Kind kind,
            @Schema(example = "[]") List<String> roles,
            Instant createdAt,
            @Nullable Instant suspendedAt) {
        static UserResponse of(Account account) {
            return new UserResponse(
                    account.userId(),
                    account.username(),
                    account.email(),
                    account.kind(),
                    account.roles(),
                    account.createdAt(),
                    account.suspendedAt());
        }
    }
}
