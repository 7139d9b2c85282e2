package io.hft.tui.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A profile's tokens, renewed when they have run out. They are sent to the backend that gave them and to no other. */
public final class StoredLogin implements Tokens {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Credentials credentials;
    private final String profile;
    private final URI url;
    private final AtomicReference<Profile.@Nullable Login> login = new AtomicReference<>();

    public StoredLogin(Credentials credentials, String profile, URI url) {
        this.credentials = credentials;
        this.profile = profile;
        this.url = url;
        login.set(ours(credentials.profile(profile)));
    }

    private Profile.@Nullable Login ours(Profile stored) {
        Profile.Login found = stored.login();
        return found != null && found.url().equals(url) ? found : null;
    }

    /** Who is logged in, if somebody is. */
    public Optional<Profile.Login> login() {
        return Optional.ofNullable(login.get());
    }

    @Override
    public Optional<String> accessToken() {
        return login().map(Profile.Login::accessToken);
    }

    @Override
    public Optional<String> renew(String refused) {
        // Under the file's lock: of two commands one renews, and the other finds what it got.
        login.set(ours(credentials.change(profile, stored -> {
            Profile.Login current = ours(stored);
            if (current == null
                    || !current.accessToken().equals(refused)
                    || current.refreshToken().isEmpty()) {
                return stored;
            }
            try {
                JsonNode answer = new BackendClient(url, NONE, PATIENCE)
                        .post("/api/v1/auth/refresh", Map.of("refresh_token", current.refreshToken()), null);
                return stored.with(of(url, current.username(), answer));
            } catch (BackendProblem problem) {
                if (problem.status() != 401 && problem.status() != 403) {
                    throw problem;
                }
                // It stays a login, one that is refused: without any, the sandbox would take this user's next order for
                // the demo user's.
                return stored.with(
                        new Profile.Login(url, current.username(), current.userId(), current.accessToken(), ""));
            }
        })));
        return accessToken().filter(token -> !token.equals(refused));
    }

    /** Keeps what register, login or refresh has answered. */
    public void keep(String username, JsonNode answer) {
        Profile.Login fresh = of(url, username, answer);
        credentials.change(profile, stored -> stored.with(fresh));
        login.set(fresh);
    }

    public void forget() {
        credentials.change(profile, stored -> stored.with(null));
        login.set(null);
    }

    private static Profile.Login of(URI url, String username, JsonNode answer) {
        return new Profile.Login(
                url,
                username,
                answer.path("user_id").asLong(),
                Objects.requireNonNull(Json.text(answer, "access_token"), "access_token"),
                Objects.requireNonNull(Json.text(answer, "refresh_token"), "refresh_token"));
    }
}
