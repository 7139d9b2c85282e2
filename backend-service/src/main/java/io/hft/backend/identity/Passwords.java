package io.hft.backend.identity;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id with parameters of OWASP's password storage cheat sheet (12 MiB, three passes, one lane). Hashing is bounded to a few at a time, so
 * that a burst of logins takes neither all memory nor all cores.
 */
@Component
public class Passwords {
    /** Of no password: compared where there is no user, so that a wrong name takes as long as a wrong password. */
    private static final String NOBODYS_HASH =
            "$argon2id$v=19$m=12288,t=3,p=1$pO2t8H4UWjYm1JJ7SXrlKw$plpTnFLyhakMJ3HyV0Qrwh2vLuhOVz0Fvz4fuY8rDlk";

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 12 * 1024, 3);
    private final Semaphore permits =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    /** Whether it can be encoded at all: a half of a surrogate pair alone is no character. */
    public static boolean isText(String password) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(password);
    }

    /** @param password {@linkplain #isText text} */
    String hash(String password) {
        permits.acquireUninterruptibly();
        try {
            return argon2.encode(password);
        } finally {
            permits.release();
        }
    }

    /** Takes the same time whether there is a hash or not; what is no text is nobody's password. */
    boolean matches(String password, @Nullable String hash) {
        permits.acquireUninterruptibly();
        try {
            boolean possible = hash != null && isText(password);
            boolean equal = argon2.matches(possible ? password : "", possible ? hash : NOBODYS_HASH);
            return equal && possible;
        } finally {
            permits.release();
        }
    }
}
