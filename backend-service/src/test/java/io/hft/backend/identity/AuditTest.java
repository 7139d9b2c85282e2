package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.audit.AuditLog;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@BackendTest
class AuditTest {
    private static final String AUDIT = "/api/v1/admin/audit";

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private AuditLog audit;

    @Autowired
    private PlatformTransactionManager transactions;

    private Http http;
    private Members members;

    @BeforeEach
    void connect() {
        http = new Http(port);
        members = new Members(http);
    }

    @Test
    void tellsWhoDidWhatFromWhereInWhichRequest() {
        String name = Members.freshName();
        Answer tokens = members.register(name);
        int userId = tokens.json("$.user_id");
        members.login(name, Members.PASSWORD);
        Answer failed = members.login(name, "wrong password");
        members.login("evil\\u0000\\ud800\\n" + "x".repeat(5_000), "wrong password");
        Answer key = members.apiKey(tokens, "[\"read\"]");
        http.send("DELETE", "/api/v1/auth/api-keys/" + key.json("$.key_id"), null, false, Members.bearer(tokens));
        members.refresh(tokens);
        members.refresh(tokens);

        Answer operator = members.operator(jdbc);
        Answer ofUser = http.get(AUDIT + "?actor_id=" + userId, Members.bearer(operator));
        assertThat(ofUser.<List<String>>json("$.items[*].action"))
                .containsExactly(
                        "refresh_token.reused",
                        "api_key.deleted",
                        "api_key.created",
                        "login.succeeded",
                        "user.registered");
        Answer failures = http.get(AUDIT + "?action=login.failed&limit=500", Members.bearer(operator));
        assertThat(failures.<List<String>>json("$.items[?(@.details.name == '" + name + "')].request_id"))
                .containsExactly(failed.header("X-Request-Id"));
        assertThat(failures.<List<String>>json("$.items[?(@.details.name == '" + name + "')].address"))
                .containsExactly("127.0.0.1");
        assertThat(failures.body())
                .contains("evil???x")
                .doesNotContain("x".repeat(201), Members.PASSWORD, "wrong password");
        assertThat(failures.<List<Object>>json("$.items[*].actor_id")).containsOnlyNulls();
    }

    @Test
    void comesInPagesWithoutGapOrRepeat() {
        for (int i = 0; i < 7; i++) {
            audit.record(AuditEvent.of("test.page").on("entry " + i));
        }
        Answer operator = members.operator(jdbc);
        Answer first = http.get(AUDIT + "?action=test.page&limit=4", Members.bearer(operator));
        assertThat(http.get(
                                AUDIT + "?action=login.failed&limit=4&cursor=" + first.<String>json("$.next_cursor"),
                                Members.bearer(operator))
                        .status())
                .as("of another list")
                .isEqualTo(422);
        Answer second = http.get(
                AUDIT + "?action=test.page&limit=4&cursor=" + first.<String>json("$.next_cursor"),
                Members.bearer(operator));
        assertThat(first.<List<String>>json("$.items[*].target"))
                .containsExactly("entry 6", "entry 5", "entry 4", "entry 3");
        assertThat(second.<List<String>>json("$.items[*].target")).containsExactly("entry 2", "entry 1", "entry 0");
        assertThat(second.<Object>json("$.next_cursor")).isNull();
        assertThat(http.get(AUDIT + "?from=2999-01-01T00:00:00Z", Members.bearer(operator))
                        .<List<Object>>json("$.items"))
                .isEmpty();
        assertThat(http.get(AUDIT + "?from=yesterday", Members.bearer(operator)).status())
                .isEqualTo(422);
    }

    @Test
    void cannotBeChanged() {
        audit.record(AuditEvent.of("test.fixed").by(7));
        for (String change : new String[] {
            "update audit_log set action = 'test.other'", "delete from audit_log", "truncate audit_log"
        }) {
            assertThatThrownBy(() -> jdbc.sql(change).update()).hasMessageContaining("append-only");
        }
    }

    @Test
    void isPartOfTheTransactionItIsRecordedIn() {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.executeWithoutResult(status -> {
            audit.record(AuditEvent.of("test.rolled_back"));
            status.setRollbackOnly();
        });
        assertThat(jdbc.sql("select count(*) from audit_log where action = 'test.rolled_back'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
