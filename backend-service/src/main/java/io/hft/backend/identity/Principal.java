package io.hft.backend.identity;

import java.util.EnumSet;
import java.util.Set;

/**
 * The caller of a request. Controllers take it as a method argument.
 *
 * @param userId whose account the request acts on
 * @param authenticated false for a caller without credentials, who acts as the demo user in sandbox mode
 * @param roles for example {@code ADMIN}; empty for most
 * @param scopes what the credential may be used for; checked by path before any controller is called
 */
public record Principal(long userId, boolean authenticated, Set<String> roles, Set<Scope> scopes) {
    /** The role of operators. */
    public static final String ADMIN_ROLE = "ADMIN";

    /** The sandbox's demo user. */
    public static final long DEMO_USER_ID = 1;

    public Principal {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /** With all that the roles allow, as after a login. */
    public Principal(long userId, boolean authenticated, Set<String> roles) {
        this(userId, authenticated, roles, Scope.of(roles));
    }

    /** The engine's account of the user: it has the same number. */
    public long accountId() {
        return userId;
    }

    public boolean isAdmin() {
        return roles.contains(ADMIN_ROLE) && scopes.contains(Scope.ADMIN);
    }

    /** A caller without credentials in sandbox mode. */
    public static Principal demo() {
        return new Principal(DEMO_USER_ID, false, Set.of(), EnumSet.allOf(Scope.class));
    }

    /** What the caller may do with the account of {@code otherUserId}. */
    public Access accessTo(long otherUserId) {
        if (otherUserId == userId) {
            return Access.GRANTED;
        }
        return authenticated ? Access.FORBIDDEN : Access.CREDENTIALS_NEEDED;
    }

    /** See {@link #accessTo(long)}. */
    public enum Access {
        GRANTED,
        /** Logged in, but as somebody else. */
        FORBIDDEN,
        /** Not logged in at all. */
        CREDENTIALS_NEEDED
    }
}
