package io.hft.backend.identity.web;

import io.hft.backend.identity.Principal;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemException;

/**
 * Who may call what is for operators: those with the role {@code ADMIN}, and in sandbox mode a caller without credentials, since there is
 * play money only and somebody has to be the operator. A logged-in user without the role may not, in either mode.
 */
public final class AdminAccess {
    /** The role, as in a user's {@code roles} and in the token. */
    public static final String ROLE = Principal.ADMIN_ROLE;

    private AdminAccess() {}

    /**
     * @throws ProblemException 403 when the caller is neither; who is not logged in outside of the sandbox has got 401 before
     */
    public static void require(Principal principal) {
        if (principal.authenticated() && !principal.isAdmin()) {
            throw Problem.of(ErrorCode.FORBIDDEN, "This needs the role " + ROLE).asException();
        }
    }
}
