package io.hft.backend.config.replica;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Has those requests read from the copy that only read, and much. */
final class ReplicaReads implements HandlerInterceptor {
    /** Lists and histories. What is one row by its key, the database itself finds faster than it says where it stands. */
    static final List<String> PATHS = List.of(
            "/api/v1/orders",
            "/api/v1/fills",
            "/api/v1/ledger",
            "/api/v1/positions",
            "/api/v1/portfolio/summary",
            "/api/v1/market/*/trades",
            "/api/v1/market/*/candles");

    private final Replica replica;
    private final DataSource database;
    private final Counter there;
    private final Counter here;

    ReplicaReads(Replica replica, DataSource database, MeterRegistry metrics) {
        this.replica = replica;
        this.database = database;
        this.there = Counter.builder("hft.reads").tag("from", "replica").register(metrics);
        this.here = Counter.builder("hft.reads").tag("from", "database").register(metrics);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (HttpMethod.GET.matches(request.getMethod())) {
            (replica.choose(database) ? there : here).increment();
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        replica.release();
    }
}
