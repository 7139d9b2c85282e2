package io.hft.backend.identity.web;

import io.hft.backend.identity.Principal;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemException;

/** The rule that a principal touches only its own account, in the form of problems. */
public final class AccountAccess {
    private AccountAccess() {}

    /**
     * @throws ProblemException 401 when the caller is not logged in and names an account that is not the demo user's, 403 when it is
     *     logged in as somebody else
     */
    public static void require(Principal principal, long userId) {
        switch (principal.accessTo(userId)) {
            case GRANTED -> {}
            case FORBIDDEN ->
                throw Problem.of(ErrorCode.FORBIDDEN, "This account belongs to another user")
                        .asException();
            case CREDENTIALS_NEEDED ->
                throw Problem.of(ErrorCode.UNAUTHENTICATED, "Log in to act on the account of user " + userId)
                        .asException();
        }
    }
}
