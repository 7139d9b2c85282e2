package io.hft.backend.identity;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.audit.AuditLog;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Logins, each with the refresh tokens that follow from it. When one ends, its access tokens fail from the next request on. */
@Service
public class Sessions {
    /** Why one ended before its time. */
    enum End {
        LOGOUT,
        REFRESH_TOKEN_REUSED,
        SUSPENDED
    }

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Revocations revocations;
    private final AuditLog audit;
    private final IdentityProperties properties;
    private final Clock clock;

    Sessions(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Revocations revocations,
            AuditLog audit,
            IdentityProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.revocations = revocations;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /** Ends the session of a login; nothing happens when it has ended already, or the credential is no login. */
    public void logout(Credential credential) {
        UUID sessionId = credential.sessionId();
        if (sessionId != null) {
            transaction.executeWithoutResult(status -> end(sessionId, End.LOGOUT));
        }
    }

    UUID begin(long userId, Instant now) {
        UUID sessionId = UUID.randomUUID();
        jdbc.sql("insert into sessions (session_id, user_id, created_at, expires_at) values (?, ?, ?, ?)")
                .params(sessionId, userId, Timestamp.from(now), Timestamp.from(expiry(now)))
                .update();
        // Roles that somebody changed by hand in the database count from the next login on.
        revocations.announceUser(userId);
        return sessionId;
    }

    void extend(UUID sessionId, Instant now) {
        jdbc.sql("update sessions set expires_at = ? where session_id = ?")
                .params(Timestamp.from(expiry(now)), sessionId)
                .update();
    }

    /** In the caller's transaction. */
    void end(UUID sessionId, End reason) {
        jdbc.sql("""
                        update sessions set revoked_at = ?, revoked_reason = ?
                         where session_id = ? and revoked_at is null returning user_id
                        """)
                .params(Timestamp.from(clock.instant()), reason.name(), sessionId)
                .query(Long.class)
                .optional()
                .ifPresent(userId -> {
                    revocations.announceSession(sessionId);
                    audit.record(AuditEvent.of(reason == End.LOGOUT ? "login.ended" : "refresh_token.reused")
                            .by(userId)
                            .on("session " + sessionId));
                });
    }

    /** In the caller's transaction. */
    void endAllOf(long userId) {
        List<UUID> ended = jdbc.sql("""
                        update sessions set revoked_at = ?, revoked_reason = ?
                         where user_id = ? and revoked_at is null returning session_id
                        """)
                .params(Timestamp.from(clock.instant()), End.SUSPENDED.name(), userId)
                .query(UUID.class)
                .list();
        ended.forEach(revocations::announceSession);
    }

    /** Removes some of the sessions whose time is over. Returns how many. */
    int deleteExpired(int limit) {
        return jdbc.sql("""
                        delete from sessions where session_id in (
                            select session_id from sessions where expires_at <= :now
                            order by expires_at limit :limit for update skip locked)
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("limit", limit)
                .update();
    }

    private Instant expiry(Instant now) {
        Duration longest = properties.refreshTokenTtl().compareTo(properties.accessTokenTtl()) > 0
                ? properties.refreshTokenTtl()
                : properties.accessTokenTtl();
        return now.plus(longest);
    }
}
