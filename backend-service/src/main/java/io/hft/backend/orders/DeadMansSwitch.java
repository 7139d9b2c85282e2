package io.hft.backend.orders;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Cancels all open orders of a user who has not said in time that all is well. The time is kept in the database, and every backend looks:
 * whichever comes first takes it. One whose cancellation did not get through stays due and is tried again, also by another backend.
 */
@Component
public class DeadMansSwitch {
    private static final Logger log = LoggerFactory.getLogger(DeadMansSwitch.class);
    /** How long others leave one alone that is being carried out. */
    private static final Duration TURN = Duration.ofSeconds(15);

    private final JdbcClient jdbc;
    private final OrderCancellation cancellation;

    DeadMansSwitch(JdbcClient jdbc, OrderCancellation cancellation) {
        this.jdbc = jdbc;
        this.cancellation = cancellation;
    }

    /** Sets or moves a user's time. By the database's clock. */
    public Instant arm(long userId, Duration timeout) {
        return jdbc.sql("""
                        insert into cancel_all_after (user_id, due_at) values (?, now() + ? * interval '1 millisecond')
                        on conflict (user_id) do update set due_at = excluded.due_at
                        returning due_at
                        """)
                .params(userId, timeout.toMillis())
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    public void disarm(long userId) {
        jdbc.sql("delete from cancel_all_after where user_id = ?").param(userId).update();
    }

    @Scheduled(initialDelayString = "PT1S", fixedDelayString = "PT0.5S")
    void lookForDue() {
        try {
            for (Optional<Due> due = take(); due.isPresent(); due = take()) {
                carryOut(due.get());
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("dead man's switches cannot be looked at for now: {}", e.getMessage());
        }
    }

    private record Due(long userId, OffsetDateTime turn) {}

    /** Moves one that is due a little into the future, so that one backend at a time has it, and nobody forgets it. */
    private Optional<Due> take() {
        return jdbc.sql("""
                        update cancel_all_after set due_at = now() + ? * interval '1 millisecond'
                        where user_id = (
                            select user_id from cancel_all_after where due_at <= now()
                            order by due_at limit 1 for update skip locked)
                        returning user_id, due_at
                        """)
                .param(TURN.toMillis())
                .query((row, number) -> new Due(row.getLong("user_id"), row.getObject("due_at", OffsetDateTime.class)))
                .optional();
    }

    private void carryOut(Due due) {
        List<CancellationResult> results = cancellation.cancelAll(due.userId(), null);
        boolean all = results.stream().noneMatch(CancellationResult.Unknown.class::isInstance);
        log.info(
                "user {} was not heard of in time: {} open orders cancelled{}",
                due.userId(),
                results.size(),
                all ? "" : ", not all");
        if (all) {
            // Unless the user has moved it in the meantime.
            jdbc.sql("delete from cancel_all_after where user_id = ? and due_at = ?")
                    .params(due.userId(), due.turn())
                    .update();
        }
    }
}
