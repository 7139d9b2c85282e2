package io.hft.backend.identity;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.audit.AuditLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What operators do with users; each act is audited in its own transaction. A suspended user's logins end, and tokens and API keys stop with the next
 * request; open orders stay where they are (cancel them, or use the kill switch). After a resume the API keys work again. Callable from any thread.
 */
@Service
public class UserAdministration {
    private static final String COLUMNS = "user_id, username, email, kind, roles, created_at, suspended_at";

    /** A user, as operators see one. */
    public record Account(
            long userId,
            String username,
            String email,
            User.Kind kind,
            List<String> roles,
            Instant createdAt,
            @Nullable Instant suspendedAt) {}

    /** How an act ended. */
    public sealed interface Outcome {
        record Done(Account account) implements Outcome {}

        record UnknownUser() implements Outcome {}

        /** The exchange's own users, and the operator who asks. */
        record Protected(String reason) implements Outcome {}
    }

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Sessions sessions;
    private final Revocations revocations;
    private final AuditLog audit;
    private final Clock clock;

    UserAdministration(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Sessions sessions,
            Revocations revocations,
            AuditLog audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.sessions = sessions;
        this.revocations = revocations;
        this.audit = audit;
        this.clock = clock;
    }

    public Optional<Account> find(long userId) {
        return jdbc.sql("select " + COLUMNS + " from users where user_id = ?")
                .param(userId)
                .query((row, number) -> account(row))
                .optional();
    }

    /**
     * By id.
     *
     * @param after only users with a higher id
     * @param suspended only those who are, or are not; null: both
     */
    public List<Account> list(long after, int limit, @Nullable Boolean suspended) {
        return jdbc.sql("select " + COLUMNS + """
                         from users where user_id > :after
                           and (cast(:suspended as boolean) is null or (suspended_at is not null) = :suspended)
                         order by user_id limit :limit
                        """)
                .param("after", after)
                .param("suspended", suspended)
                .param("limit", limit)
                .query((row, number) -> account(row))
                .list();
    }

    /** Stops a user on every backend; again is harmless. */
    public Outcome suspend(long userId, Principal operator, String reason) {
        return change(userId, operator, account -> {
            int changed = jdbc.sql("update users set suspended_at = ? where user_id = ? and suspended_at is null")
                    .params(Timestamp.from(clock.instant()), userId)
                    .update();
            sessions.endAllOf(userId);
            if (changed > 0) {
                audit.record(by(operator, "user.suspended", userId).with("reason", reason));
            }
        });
    }

    public Outcome resume(long userId, Principal operator) {
        return change(userId, operator, account -> {
            int changed = jdbc.sql(
                            "update users set suspended_at = null where user_id = ? and suspended_at is not null")
                    .param(userId)
                    .update();
            if (changed > 0) {
                audit.record(by(operator, "user.resumed", userId));
            }
        });
    }

    /** Takes effect with the next request, of existing logins too. */
    public Outcome setRoles(long userId, Principal operator, Set<String> roles) {
        return change(userId, operator, account -> {
            List<String> wanted = roles.stream().sorted().toList();
            if (!wanted.equals(account.roles().stream().sorted().toList())) {
                jdbc.sql("update users set roles = ? where user_id = ?")
                        .params(wanted.toArray(String[]::new), userId)
                        .update();
                audit.record(by(operator, "user.roles_changed", userId)
                        .with("before", String.join(" ", account.roles()))
                        .with("after", String.join(" ", wanted)));
            }
        });
    }

    private Outcome change(long userId, Principal operator, Consumer<Account> act) {
        return transaction.execute(status -> {
            Optional<Account> found = jdbc.sql("select " + COLUMNS + " from users where user_id = ? for update")
                    .param(userId)
                    .query((row, number) -> account(row))
                    .optional();
            if (found.isEmpty()) {
                return new Outcome.UnknownUser();
            }
            if (found.get().kind() != User.Kind.MEMBER) {
                return new Outcome.Protected("User " + userId + " belongs to the exchange itself");
            }
            if (userId == operator.userId()) {
                return new Outcome.Protected("Operators cannot do this to themselves; ask another one");
            }
            act.accept(found.get());
            revocations.announceUser(userId);
            return new Outcome.Done(find(userId).orElseThrow());
        });
    }

    private static AuditEvent by(Principal operator, String action, long userId) {
        return AuditEvent.of(action).by(operator.userId()).on("user " + userId);
    }

    private static Account account(ResultSet row) throws SQLException {
        Timestamp suspendedAt = row.getTimestamp("suspended_at");
        return new Account(
                row.getLong("user_id"),
                row.getString("username"),
                row.getString("email"),
                User.Kind.valueOf(row.getString("kind")),
                CredentialStates.texts(row.getArray("roles")),
                row.getTimestamp("created_at").toInstant(),
                suspendedAt == null ? null : suspendedAt.toInstant());
    }
}
