package io.hft.backend.stream;

import io.hft.backend.identity.Principal;
import io.hft.backend.identity.Scope;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who a session acts as.
 *
 * @param expiresAt when its credentials end; null for those that do not end by themselves
 * @param valid false once they are revoked; asked several times a second, so cheap
 */
record StreamIdentity(Principal principal, @Nullable Instant expiresAt, BooleanSupplier valid) {
    /** The sandbox's caller without credentials. */
    static StreamIdentity demo(Principal principal) {
        return new StreamIdentity(principal, null, () -> true);
    }

    boolean isEnded(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt) || !valid.getAsBoolean();
    }

    /** Whether the credentials allow to look at the account. */
    boolean mayRead() {
        return principal.scopes().contains(Scope.READ);
    }

    /** Whether they allow to change orders. */
    boolean mayTrade() {
        return principal.scopes().contains(Scope.TRADE);
    }
}
