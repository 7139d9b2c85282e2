package io.hft.backend.idempotency;

import io.hft.backend.database.RowBatch;
import io.hft.backend.database.RowBatch.Column;
import io.hft.backend.database.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The stored requests. Keys live for {@link #LIFETIME}; an expired one counts as never used. */
@Component
public class IdempotentRequests {
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final String COLUMNS = "request_id, fingerprint, order_id, status, content_type, body";

    private static final String KEPT = LIFETIME.toSeconds() + " * interval '1 second'";

    /** An expired key is as good as none. */
    private static final String CLAIM = """
            insert into idempotent_requests as r (user_id, scope, key, fingerprint, order_id, expires_at)
            %s
            on conflict (user_id, scope, key) do update
                set fingerprint = excluded.fingerprint, order_id = excluded.order_id, status = null,
                    content_type = null, body = null, created_at = now(), expires_at = excluded.expires_at
                where r.expires_at <= now()""";

    private static final String STORE = """
            update idempotent_requests r
               set status = v.status, content_type = v.content_type, body = v.body
              from unnest(%s) as v (request_id, status, content_type, body)
             where r.request_id = v.request_id and r.status is null
            """;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final AnswerCache cache;

    public IdempotentRequests(JdbcTemplate template, AnswerCache cache) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
        this.cache = cache;
    }

    /** The request that has the key. What is asked for again is kept in the cache, and told from there. */
    public Optional<StoredRequest> find(IdempotencyClaim claim) {
        return findKept(claim).or(() -> findInDatabase(claim));
    }

    /** As {@link #find}, without asking the database: empty says nothing. */
    public Optional<StoredRequest> findKept(IdempotencyClaim claim) {
        return cache.find(claim);
    }

    private Optional<StoredRequest> findInDatabase(IdempotencyClaim claim) {
        Optional<Found> found = jdbc.sql(
                        "select " + COLUMNS
                                + ", (extract(epoch from expires_at - now()) * 1000)::bigint as life_millis"
                                + " from idempotent_requests where user_id = ? and scope = ? and key = ? and expires_at > now()")
                .params(claim.userId(), claim.scope(), claim.key())
                .query((row, number) -> new Found(stored(row, number), Duration.ofMillis(row.getLong("life_millis"))))
                .optional();
        // What the running transaction has written itself nobody else may be told.
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            found.filter(one -> one.request().answer() != null)
                    .ifPresent(one -> cache.keep(claim, one.request(), one.life()));
        }
        return found.map(Found::request);
    }

    private record Found(StoredRequest request, Duration life) {}

    /**
     * Takes the key for an order that the same transaction is about to insert. Waits for another transaction that is taking the same
     * key. Empty when the key is taken: nothing was changed.
     */
    public Optional<StoredRequest> claim(IdempotencyClaim claim, long orderId) {
        return claimFor(claim, orderId);
    }

    /** Takes the key for something that this transaction does at once, its answer included. As {@link #claim(IdempotencyClaim, long)}. */
    public Optional<StoredRequest> claim(IdempotencyClaim claim) {
        return claimFor(claim, null);
    }

    private Optional<StoredRequest> claimFor(IdempotencyClaim claim, @Nullable Long orderId) {
        return jdbc.sql(CLAIM.formatted("values (?, ?, ?, ?, ?, now() + " + KEPT + ")") + " returning " + COLUMNS)
                .params(
                        claim.userId(),
                        claim.scope(),
                        claim.key(),
                        claim.fingerprint().bytes(),
                        orderId)
                .query(IdempotentRequests::stored)
                .optional();
    }

    /**
     * As {@link #claim(IdempotencyClaim, long)}, many keys in one statement, in the order of their names, so that two callers never wait for each other in a circle. For a statement that
     * does more than this; returns {@code request_id, user_id, scope, key} of those that are taken now.
     *
     * @param source what the keys are selected from
     * @param columns user, scope, key and fingerprint, and the order, null for a request that has not exactly one
     */
    public static String claimAll(String source, String columns) {
        return CLAIM.formatted("select " + columns + ", now() + " + KEPT + " from " + source + " order by 1, 2, 3")
                + " returning request_id, user_id, scope, key";
    }

    /** A request that has just been the first with its key. */
    public static StoredRequest claimed(long requestId, IdempotencyClaim claim, long orderId) {
        return new StoredRequest(requestId, claim.fingerprint(), orderId, null);
    }

    /** Gives keys back that the running transaction has taken: their requests had no effect. */
    public static void giveBack(List<Long> requestIds, Statements statements) {
        if (!requestIds.isEmpty()) {
            statements.add("delete from idempotent_requests where request_id = any(?)", (Object)
                    requestIds.toArray(Long[]::new));
        }
    }

    /** Stores the first answer. Whoever comes later gets the one that was first; everybody answers what this returns. */
    public StoredAnswer store(long requestId, StoredAnswer answer) {
        return storeAll(Map.of(requestId, answer)).get(requestId);
    }

    /** As {@link #store}, many in one statement; the answers by request. */
    public Map<Long, StoredAnswer> storeAll(Map<Long, StoredAnswer> answers) {
        Map<Long, StoredAnswer> first = new HashMap<>(answers);
        Statements statements = new Statements();
        store(answers, statements);
        int stored = statements.execute(template);
        if (stored < answers.size()) {
            jdbc.sql("select " + COLUMNS + " from idempotent_requests where request_id = any(?)")
                    .param(answers.keySet().toArray(Long[]::new))
                    .query(IdempotentRequests::stored)
                    .list()
                    .forEach(request -> Optional.ofNullable(request.answer())
                            .ifPresent(answer -> first.put(request.requestId(), answer)));
        }
        return first;
    }

    /** What stores first answers, in the order of requests. It changes as many rows as there are answers if all of them are the first. */
    public static void store(Map<Long, StoredAnswer> answers, Statements statements) {
        RowBatch rows = new RowBatch(Column.BIGINT, Column.INTEGER, Column.TEXT, Column.TEXT);
        answers.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(one -> {
            StoredAnswer answer = one.getValue();
            rows.add(one.getKey(), answer.status(), answer.contentType(), answer.body());
        });
        statements.add(rows, STORE);
    }

    /** Removes some of the keys whose time is over; returns how many. */
    public int deleteExpired(int limit) {
        return jdbc.sql("""
                        delete from idempotent_requests where request_id in (
                            select request_id from idempotent_requests where expires_at <= now()
                            order by expires_at limit ? for update skip locked)
                        """).param(limit).update();
    }

    private static StoredRequest stored(ResultSet row, int number) throws SQLException {
        return new StoredRequest(
                row.getLong("request_id"),
                Fingerprint.ofBytes(row.getBytes("fingerprint")),
                row.getLong("order_id"),
                answer(row));
    }

    private static @Nullable StoredAnswer answer(ResultSet row) throws SQLException {
        Integer status = row.getObject("status", Integer.class);
        return status == null ? null : new StoredAnswer(status, row.getString("content_type"), row.getString("body"));
    }
}
