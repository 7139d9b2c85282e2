package io.hft.tui.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A backend, who one is there, and how one likes to be asked.
 *
 * @param login null when nobody has logged in
 * @param confirmAbove orders worth more, in the quote asset, are asked for once more; null: the default
 */
public record Profile(
        @Nullable URI url, @Nullable Login login, @Nullable String confirmAbove) {
    /** A login's tokens; they are good for this backend and for no other. */
    public record Login(URI url, String username, long userId, String accessToken, String refreshToken) {}

    public static final Profile EMPTY = new Profile(null, null, null);

    public Profile with(@Nullable Login newLogin) {
        return new Profile(newLogin == null ? url : newLogin.url(), newLogin, confirmAbove);
    }
}
