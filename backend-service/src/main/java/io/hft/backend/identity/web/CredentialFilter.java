package io.hft.backend.identity.web;

import io.hft.backend.identity.CredentialCheck;
import io.hft.backend.identity.CredentialRefusal;
import io.hft.backend.identity.CredentialResult;
import io.hft.backend.identity.SignedRequest;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Finds out who calls: by access token ({@code Authorization: Bearer}) or by signature with an API key ({@code X-Api-Key} and its companions). Bad
 * credentials are refused whatever the address, but for those that look at none; they never fall back to the demo user.
 */
final class CredentialFilter extends OncePerRequestFilter {
    private static final String API_KEY = "X-Api-Key";
    private static final String TIMESTAMP = "X-Api-Timestamp";
    private static final String RECV_WINDOW = "X-Api-Recv-Window";
    private static final String SIGNATURE = "X-Api-Signature";
    /** Of RFC 6750, as is what a token consists of. */
    private static final String BEARER = "bearer ";

    private static final int RETRY_SECONDS = 1;

    private final CredentialCheck check;
    private final ProblemWriter problems;
    private final HandlerExceptionResolver failures;

    CredentialFilter(CredentialCheck check, ProblemWriter problems, HandlerExceptionResolver failures) {
        this.check = check;
        this.problems = problems;
        this.failures = failures;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return AccessRules.CREDENTIALS_IGNORED.matches(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<CredentialResult> result;
        try {
            result = result(request);
        } catch (RuntimeException e) {
            // The database is away, most likely; no handler is at hand to say so.
            if (failures.resolveException(request, response, null, e) == null) {
                throw e;
            }
            return;
        }
        switch (result.orElse(null)) {
            case null -> chain.doFilter(request, response);
            case CredentialResult.Accepted(var credential) -> {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(new CredentialAuthentication(credential));
                SecurityContextHolder.setContext(context);
                try {
                    chain.doFilter(request, response);
                } finally {
                    SecurityContextHolder.clearContext();
                }
            }
            case CredentialResult.Refused(CredentialRefusal reason, String detail) ->
                refuse(reason, detail, request, response);
        }
    }

    private Optional<CredentialResult> result(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        String keyId = request.getHeader(API_KEY);
        if (authorization == null && keyId == null) {
            return Optional.empty();
        }
        if (authorization != null && keyId != null) {
            return Optional.of(new CredentialResult.Refused(
                    CredentialRefusal.INVALID, "Send an access token or an API key, not both"));
        }
        if (keyId != null) {
            return Optional.of(check.apiKey(signed(request, keyId)));
        }
        String token = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : "";
        return Optional.of(
                isToken(token)
                        ? check.bearer(token)
                        : new CredentialResult.Refused(
                                CredentialRefusal.INVALID, "Send an access token: Authorization: Bearer …"));
    }

    /** Whether it has the characters of a token, padding at its end only. Comes with every request: no regular expression. */
    private static boolean isToken(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && "-._~+/".indexOf(c) < 0) {
                return false;
            }
        }
        return end > 0;
    }

    private static SignedRequest signed(HttpServletRequest request, String keyId) {
        String query = request.getQueryString();
        return new SignedRequest(
                keyId,
                request.getHeader(TIMESTAMP),
                request.getHeader(RECV_WINDOW),
                request.getMethod(),
                query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query,
                body(request),
                request.getHeader(SIGNATURE));
    }

    /** It is in memory already, and can be read again. */
    private static byte[] body(HttpServletRequest request) {
        try {
            return request.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refuse(
            CredentialRefusal reason, String detail, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Problem problem =
                switch (reason) {
                    case INVALID -> Problem.of(ErrorCode.UNAUTHENTICATED, detail);
                    case BAD_SIGNATURE -> Problem.of(ErrorCode.BAD_SIGNATURE, detail);
                    case OUTSIDE_WINDOW -> Problem.of(ErrorCode.OUTSIDE_WINDOW, detail);
                    case REPLAYED -> Problem.of(ErrorCode.REPLAYED, detail);
                    case TOO_MANY ->
                        Problem.of(ErrorCode.TOO_MANY_REQUESTS, detail).withRetryAfter(RETRY_SECONDS);
                };
        if (problem.code().status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
        }
        problems.write(problem, request, response);
    }
}
