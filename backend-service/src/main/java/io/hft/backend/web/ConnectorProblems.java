package io.hft.backend.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Gives the form of a problem to what the server refuses before any filter sees it, such as an address with forbidden characters. */
@Component
final class ConnectorProblems implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    /** Made by the server, from its name. */
    public static final class ProblemValve extends ErrorReportValve {
        @Override
        protected void report(Request request, Response response, Throwable failure) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            ErrorCode code =
                    switch (status) {
                        case 404 -> ErrorCode.NOT_FOUND;
                        case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
                        case 413 -> ErrorCode.BODY_TOO_LARGE;
                        case 503 -> ErrorCode.UNAVAILABLE;
                        default -> status >= 500 ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
                    };
            String known = RequestId.of(request);
            String id = known == null ? RequestId.generate() : known;
            String detail = status >= 500 ? "Something went wrong on our side" : "The request could not be understood";
            // Nothing of the request is repeated, so nothing needs escaping.
            String body = """
                    {"type":"%s","title":"%s","status":%d,"detail":"%s","error_code":"%s","message":"%s","retryable":%s,"timestamp":"%s","request_id":"%s"}""".formatted(
                            code.type(),
                            code.title(),
                            status,
                            detail,
                            code.code(),
                            detail,
                            code.retryable(),
                            Instant.now(),
                            id);
            try {
                response.setHeader(RequestId.HEADER, id);
                response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
                response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                response.finishResponse();
            } catch (IOException | IllegalStateException e) {
                // The client is gone, or the answer is on its way already.
            }
        }
    }
}
