package io.hft.backend.web.limits;

import io.hft.backend.web.ClientAddress;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Counts every request of the API against its caller's budget and says in {@code RateLimit-*} what is left of it; 429 with {@code Retry-After} when
 * that is not enough. Stands behind the authentication: a user's budget is the same whatever credential and address he comes with.
 */
public final class RateLimitFilter extends OncePerRequestFilter {
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RateLimits limits;
    private final RequestCost costs;
    private final Supplier<Optional<Long>> user;
    private final ProblemWriter problems;

    /** @param user whose credentials came with the request of the current thread, empty for none */
    public RateLimitFilter(RateLimits limits, JsonMapper json, Supplier<Optional<Long>> user, ProblemWriter problems) {
        this.limits = limits;
        this.costs = new RequestCost(json);
        this.user = user;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !limits.isEnabled();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Long> userId = user.get();
        Optional<RequestCost.Cost> cost = costs.of(request, userId.isEmpty());
        if (cost.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Budget budget = cost.get().budget();
        String caller = userId.filter(id -> budget != Budget.LOGINS)
                .map(id -> "user " + id)
                .orElseGet(() -> ClientAddress.networkOf(request));
        TokenBucket.Outcome outcome = limits.take(budget, caller, cost.get().tokens());
        response.setHeader("RateLimit-Limit", Integer.toString(outcome.limit()));
        response.setHeader("RateLimit-Remaining", Integer.toString(outcome.remaining()));
        response.setHeader("RateLimit-Reset", Long.toString(seconds(outcome.fullInNanos())));
        if (outcome.isGranted()) {
            chain.doFilter(request, response);
            return;
        }
        int retryAfter = (int) seconds(outcome.retryInNanos());
        problems.write(
                Problem.of(
                                ErrorCode.TOO_MANY_REQUESTS,
                                "Too many " + budget.text() + "; nothing was done. Try again in " + retryAfter + " s")
                        .withRetryAfter(retryAfter),
                request,
                response);
    }

    private static long seconds(long nanos) {
        return (nanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    }
}
