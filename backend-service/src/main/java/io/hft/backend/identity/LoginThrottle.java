package io.hft.backend.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hft.backend.web.ClientAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Bounds how often somebody may guess passwords: by account, known or not, and by address. An attempt counts from its beginning, so that many
 * at once get no further than one after the other; a login that succeeds is taken back. Bounded memory; callable from any thread.
 */
@Component
class LoginThrottle {
    private static final int ENTRIES_MAX = 100_000;

    /** Whether an attempt may go on. */
    sealed interface Admission {
        record Admitted() implements Admission {}

        /**
         * Not before {@code pause} is over.
         *
         * @param first whether it is the first refusal of this window
         */
        record Refused(Duration pause, boolean first) implements Admission {}
    }

    private record Window(Instant began, int attempts, boolean told) {}

    private final IdentityProperties.Login limits;
    private final Clock clock;
    private final Cache<String, Window> byAccount;
    private final Cache<String, Window> byAddress;

    LoginThrottle(IdentityProperties properties, Clock clock) {
        this.limits = properties.login();
        this.clock = clock;
        this.byAccount = bounded(limits.window());
        this.byAddress = bounded(limits.window());
    }

    private static Cache<String, Window> bounded(Duration window) {
        return Caffeine.newBuilder()
                .maximumSize(ENTRIES_MAX)
                .expireAfterWrite(window.multipliedBy(2))
                .build();
    }

    /** Counts an attempt. */
    Admission begin(String account, String address) {
        Admission ofAddress = count(byAddress, ClientAddress.network(address), limits.failuresPerAddress());
        return ofAddress instanceof Admission.Refused
                ? ofAddress
                : count(byAccount, accountKey(account), limits.failuresPerAccount());
    }

    /** The attempt was a login: the account begins anew, and it does not count for the address. */
    void succeeded(String account, String address) {
        byAccount.invalidate(accountKey(account));
        byAddress
                .asMap()
                .computeIfPresent(
                        ClientAddress.network(address),
                        (key, window) -> new Window(window.began(), Math.max(0, window.attempts() - 1), window.told()));
    }

    private Admission count(Cache<String, Window> windows, String key, int max) {
        Instant now = clock.instant();
        Admission[] admission = new Admission[1];
        windows.asMap().compute(key, (same, known) -> {
            Window window =
                    known == null || !known.began().plus(limits.window()).isAfter(now)
                            ? new Window(now, 0, false)
                            : known;
            if (window.attempts() >= max) {
                Duration pause = Duration.between(now, window.began().plus(limits.window()));
                admission[0] = new Admission.Refused(pause, !window.told());
                return new Window(window.began(), window.attempts(), true);
            }
            admission[0] = new Admission.Admitted();
            return new Window(window.began(), window.attempts() + 1, window.told());
        });
        return admission[0];
    }

    private static String accountKey(String account) {
        String name = account.toLowerCase(Locale.ROOT);
        return name.length() <= 254 ? name : name.substring(0, 254);
    }
}
