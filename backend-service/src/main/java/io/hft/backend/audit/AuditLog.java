package io.hft.backend.audit;

import io.hft.backend.web.RequestId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Appends to the audit log and reads it. Callable from any thread; entries cannot be changed or removed, not even by us. */
@Service
public class AuditLog {
    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    AuditLog(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Records it with the id and address of the request that the current thread serves, if any. Inside a transaction it becomes part of it: what
     * is rolled back has not happened. What is to stay whatever becomes of the transaction is recorded outside of it.
     */
    public void record(AuditEvent event) {
        jdbc.sql("""
                        insert into audit_log (at, action, actor_id, target, details, request_id, address)
                        values (:at, :action, :actor, :target, cast(:details as jsonb), :request, :address)
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("action", event.action())
                .param("actor", event.actorId())
                .param("target", event.target())
                .param("details", json.writeValueAsString(event.details()))
                .param("request", MDC.get(RequestId.MDC_KEY))
                .param("address", MDC.get(RequestId.MDC_ADDRESS))
                .update();
    }

    /**
     * The newest entries first.
     *
     * @param before only entries older than this one; null for the newest
     */
    public List<AuditEntry> entries(AuditFilter filter, @Nullable Long before, int limit) {
        return jdbc.sql("""
                        select audit_id, at, action, actor_id, target, details, request_id, address from audit_log
                         where (cast(:before as bigint) is null or audit_id < :before)
                           and (cast(:action as text) is null or action = :action)
                           and (cast(:actor as bigint) is null or actor_id = :actor)
                           and (cast(:from as timestamptz) is null or at >= :from)
                           and (cast(:to as timestamptz) is null or at < :to)
                         order by audit_id desc limit :limit
                        """)
                .param("before", before)
                .param("action", filter.action())
                .param("actor", filter.actorId())
                .param("from", timestamp(filter.from()))
                .param("to", timestamp(filter.to()))
                .param("limit", limit)
                .query((row, number) -> entry(row))
                .list();
    }

    private AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("audit_id"),
                row.getTimestamp("at").toInstant(),
                row.getString("action"),
                row.getObject("actor_id", Long.class),
                row.getString("target"),
                json.readValue(row.getString("details"), DETAILS),
                row.getString("request_id"),
                row.getString("address"));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
