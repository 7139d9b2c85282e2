package io.hft.backend.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem where no controller is at hand: in filters and in the security chain. */
@Component
public final class ProblemWriter {
    private final JsonMapper json;
    private final Clock clock;

    public ProblemWriter(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** The body of a problem, for answers that are kept and given again word for word. */
    public String text(Problem problem, HttpServletRequest request) {
        return json.writeValueAsString(
                ProblemBody.of(problem, request.getRequestURI(), RequestId.of(request), clock.instant()));
    }

    /** Replaces whatever was prepared as answer; does nothing when the answer is already on its way. */
    public void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.code().status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (problem.retryAfterSeconds() != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds().toString());
        }
        byte[] body = json.writeValueAsBytes(
                ProblemBody.of(problem, request.getRequestURI(), RequestId.of(request), clock.instant()));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
