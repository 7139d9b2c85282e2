package io.hft.tui.client;

import java.util.Optional;

/** Where requests get their access token from. */
public interface Tokens {
    /** The token to send, if there is one. */
    Optional<String> accessToken();

    /**
     * A token in place of one that was refused.
     *
     * @return empty when there is none: the login has ended
     */
    Optional<String> renew(String refused);

    /** Nobody's: requests go without credentials. */
    Tokens NONE = new Tokens() {
        @Override
        public Optional<String> accessToken() {
            return Optional.empty();
        }

        @Override
        public Optional<String> renew(String refused) {
            return Optional.empty();
        }
    };
}
