package io.hft.backend.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The last resort: what filters refuse by themselves, such as the firewall for addresses with tricks in them. */
@Hidden
@RestController
class ErrorPages implements ErrorController {
    private final Clock clock;

    ErrorPages(Clock clock) {
        this.clock = clock;
    }

    @RequestMapping("/error")
    ResponseEntity<ProblemBody> error(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object address = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        Problem problem =
                switch (status) {
                    case null -> Problem.of(ErrorCode.NOT_FOUND, "There is nothing at this address");
                    case Integer code
                    when code == 404 -> Problem.of(ErrorCode.NOT_FOUND, "There is nothing at this address");
                    case Integer code when code == 401 -> Problem.of(ErrorCode.UNAUTHENTICATED, "Log in first");
                    case Integer code when code == 403 -> Problem.of(ErrorCode.FORBIDDEN, "This is not allowed");
                    case Integer code
                    when code == 405 -> Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "This method is not allowed here");
                    case Integer code
                    when code < 500 -> Problem.of(ErrorCode.BAD_REQUEST, "The request could not be understood");
                    default ->
                        Problem.of(ErrorCode.INTERNAL, "Something went wrong on our side; the request id leads to it");
                };
        return ResponseEntity.status(problem.code().status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemBody.of(
                        problem,
                        address == null ? request.getRequestURI() : address.toString(),
                        RequestId.of(request),
                        clock.instant()));
    }
}
