package io.hft.backend.admin;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.engine.EngineAdministration;
import io.hft.backend.engine.RiskLimits;
import io.hft.backend.identity.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Limits what accounts may do, and stops them. The engine enforces it and keeps it in its journal; what was set here last is kept beside it, to be
 * looked at. Callable from any thread; throws {@link io.hft.backend.engine.EngineUnavailable} and {@link io.hft.backend.engine.EngineRefusal}.
 */
@Service
public class RiskAdministration {
    private static final long EVERYBODY = 0;

    /** The limits of a scope, and who set them when. */
    public record SetLimits(RiskLimits limits, Instant setAt, long setBy) {}

    /**
     * An engaged switch.
     *
     * @param userId null for everybody's
     */
    public record Engaged(@Nullable Long userId, String reason, Instant engagedAt, long engagedBy) {}

    private final EngineAdministration engine;
    private final AuditedActs acts;
    private final JdbcClient jdbc;
    private final Clock clock;

    RiskAdministration(EngineAdministration engine, AuditedActs acts, JdbcClient jdbc, Clock clock) {
        this.engine = engine;
        this.acts = acts;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public boolean isUser(long userId) {
        return jdbc.sql("select exists (select from users where user_id = ?)")
                .param(userId)
                .query(Boolean.class)
                .single();
    }

    /** What was set here and not taken back since; everybody's and every market's first. */
    public List<SetLimits> limits() {
        return jdbc.sql("select * from risk_limits order by user_id, symbol")
                .query(RiskAdministration::limitsRow)
                .list();
    }

    public SetLimits setLimits(RiskLimits limits, Principal operator) {
        Instant now = clock.instant();
        AuditEvent wish = AuditEvent.of("risk.limits")
                .by(operator.userId())
                .on(scope(limits))
                .with("limits", limits.toString());
        acts.carryOut(
                wish,
                () -> {
                    engine.setRiskLimits(limits);
                    keep(limits, now, operator);
                    return limits;
                },
                done -> wish);
        return new SetLimits(limits, now, operator.userId());
    }

    private static String scope(RiskLimits limits) {
        String who = limits.accountId() == null ? "everybody" : "user " + limits.accountId();
        return limits.symbol() == null ? who : who + " in " + limits.symbol();
    }

    private void keep(RiskLimits limits, Instant now, Principal operator) {
        jdbc.sql("""
                        insert into risk_limits (user_id, symbol, max_quantity, max_notional, max_position,
                            price_band_basis_points, max_open_orders, orders_per_second, set_at, set_by)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (user_id, symbol) do update set max_quantity = excluded.max_quantity,
                            max_notional = excluded.max_notional, max_position = excluded.max_position,
                            price_band_basis_points = excluded.price_band_basis_points,
                            max_open_orders = excluded.max_open_orders, orders_per_second = excluded.orders_per_second,
                            set_at = excluded.set_at, set_by = excluded.set_by
                        """)
                .params(
                        limits.accountId() == null ? EVERYBODY : limits.accountId(),
                        limits.symbol() == null ? "" : limits.symbol(),
                        limits.maxQuantity(),
                        limits.maxNotional(),
                        limits.maxPosition(),
                        limits.priceBandBasisPoints(),
                        limits.maxOpenOrders(),
                        limits.ordersPerSecond(),
                        Timestamp.from(now),
                        operator.userId())
                .update();
    }

    /** Those that were engaged here, everybody's first. */
    public List<Engaged> engaged() {
        return jdbc.sql("select * from kill_switches order by user_id")
                .query(RiskAdministration::engagedRow)
                .list();
    }

    /**
     * Stops the orders of a user, or of everybody; cancels remain possible.
     *
     * @return orders that were cancelled
     */
    public long engage(@Nullable Long userId, boolean cancelOpenOrders, String reason, Principal operator) {
        AuditEvent wish = killSwitch("risk.kill_switch_engage", userId, operator)
                .with("reason", reason)
                .with("cancel_open_orders", Boolean.toString(cancelOpenOrders));
        return acts.carryOut(
                wish,
                () -> {
                    long canceled = engine.killSwitch(userId, true, cancelOpenOrders);
                    jdbc.sql("""
                                    insert into kill_switches (user_id, reason, engaged_at, engaged_by) values (?, ?, ?, ?)
                                    on conflict (user_id) do update set reason = excluded.reason
                                    """)
                            .params(
                                    userId == null ? EVERYBODY : userId,
                                    reason,
                                    Timestamp.from(clock.instant()),
                                    operator.userId())
                            .update();
                    return canceled;
                },
                canceled -> wish.with("canceled", Long.toString(canceled)));
    }

    /** Takes orders again; again is harmless. */
    public void release(@Nullable Long userId, String reason, Principal operator) {
        AuditEvent wish =
                killSwitch("risk.kill_switch_release", userId, operator).with("reason", reason);
        acts.carryOut(
                wish,
                () -> {
                    engine.killSwitch(userId, false, false);
                    return jdbc.sql("delete from kill_switches where user_id = ?")
                            .param(userId == null ? EVERYBODY : userId)
                            .update();
                },
                done -> wish);
    }

    private static AuditEvent killSwitch(String action, @Nullable Long userId, Principal operator) {
        return AuditEvent.of(action).by(operator.userId()).on(userId == null ? "everybody" : "user " + userId);
    }

    private static SetLimits limitsRow(ResultSet row, int number) throws SQLException {
        long userId = row.getLong("user_id");
        String symbol = row.getString("symbol");
        return new SetLimits(
                new RiskLimits(
                        userId == EVERYBODY ? null : userId,
                        symbol.isEmpty() ? null : symbol,
                        row.getBigDecimal("max_quantity"),
                        row.getBigDecimal("max_notional"),
                        row.getBigDecimal("max_position"),
                        row.getInt("price_band_basis_points"),
                        row.getInt("max_open_orders"),
                        row.getInt("orders_per_second")),
                row.getTimestamp("set_at").toInstant(),
                row.getLong("set_by"));
    }

    private static Engaged engagedRow(ResultSet row, int number) throws SQLException {
        long userId = row.getLong("user_id");
        return new Engaged(
                userId == EVERYBODY ? null : userId,
                row.getString("reason"),
                row.getTimestamp("engaged_at").toInstant(),
                row.getLong("engaged_by"));
    }
}
