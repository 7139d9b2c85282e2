package io.hft.backend.identity;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells every backend what changed about credentials: this one right after the commit, the others by NOTIFY. Announce inside of the transaction
 * that makes the change. Callable from any thread.
 */
@Component
class Revocations {
    static final String CHANNEL = "hft_identity";

    private static final String SESSION = "session:";
    private static final String USER = "user:";
    private static final String API_KEY = "key:";
    private static final String SIGNING_KEYS = "signing-keys";

    private final JdbcClient jdbc;
    private final CredentialStates states;
    private final List<Runnable> onSigningKeys = new CopyOnWriteArrayList<>();

    Revocations(JdbcClient jdbc, CredentialStates states) {
        this.jdbc = jdbc;
        this.states = states;
    }

    void onSigningKeys(Runnable listener) {
        onSigningKeys.add(listener);
    }

    void announceSession(UUID sessionId) {
        announce(SESSION + sessionId);
    }

    /** Suspended, resumed, or with other roles. */
    void announceUser(long userId) {
        announce(USER + userId);
    }

    void announceApiKey(String keyId) {
        announce(API_KEY + keyId);
    }

    void announceSigningKeys() {
        announce(SIGNING_KEYS);
    }

    /** What a backend announced, be it this one. */
    void receive(String announcement) {
        if (announcement.startsWith(SESSION)) {
            states.forgetSession(UUID.fromString(announcement.substring(SESSION.length())));
        } else if (announcement.startsWith(USER)) {
            states.forgetUser(Long.parseLong(announcement.substring(USER.length())));
        } else if (announcement.startsWith(API_KEY)) {
            states.forgetApiKey(announcement.substring(API_KEY.length()));
        } else if (announcement.equals(SIGNING_KEYS)) {
            states.forgetTokens();
            onSigningKeys.forEach(Runnable::run);
        }
    }

    private void announce(String announcement) {
        jdbc.sql("select pg_notify(?, ?)").params(CHANNEL, announcement).query(row -> {});
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            receive(announcement);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                receive(announcement);
            }
        });
    }
}
