package io.hft.backend.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Turns everything that ends a request early into {@code application/problem+json}: our own {@link ProblemException}s, each error of the
 * framework, a database that is away (503), and whatever nobody thought of (500, with the trace in the log only). Runs on
 * request threads.
 */
@RestControllerAdvice
@Order(0)
final class ProblemHandler extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    private final Clock clock;

    ProblemHandler(Clock clock) {
        this.clock = clock;
    }

    @ExceptionHandler(ProblemException.class)
    ResponseEntity<Object> problem(ProblemException e, WebRequest request) {
        return answer(e.problem(), HttpHeaders.EMPTY, request);
    }

    /** Of the firewall, when a header is read; what it finds by itself ends before this. */
    @ExceptionHandler(RequestRejectedException.class)
    ResponseEntity<Object> forbiddenCharacters(RequestRejectedException e, WebRequest request) {
        return answer(
                Problem.of(ErrorCode.BAD_REQUEST, "A header or parameter has characters that are not allowed there"),
                HttpHeaders.EMPTY,
                request);
    }

    @ExceptionHandler(InvalidParameterException.class)
    ResponseEntity<Object> undecodable(InvalidParameterException e, WebRequest request) {
        return answer(
                Problem.of(ErrorCode.BAD_REQUEST, "The query of the address cannot be decoded"),
                HttpHeaders.EMPTY,
                request);
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        QueryTimeoutException.class,
        TransientDataAccessException.class,
        TransactionSystemException.class
    })
    ResponseEntity<Object> databaseAway(Exception e, WebRequest request) {
        log.warn("database unavailable: {}", rootCause(e).toString());
        Problem problem = Problem.of(ErrorCode.DATABASE_UNAVAILABLE, "The database does not answer; try again shortly");
        return answer(problem.withRetryAfter(2), HttpHeaders.EMPTY, request);
    }

    /** The framework fails over a body whose type is a range; anything else is a defect of ours. */
    @ExceptionHandler(IllegalArgumentException.class)
    ResponseEntity<Object> illegalArgument(IllegalArgumentException e, WebRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.contains("*")
                ? answer(
                        Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json"),
                        HttpHeaders.EMPTY,
                        request)
                : unforeseen(e, request);
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<Object> unforeseen(Exception e, WebRequest request) {
        if (DatabaseOutage.isCauseOf(e)) {
            return databaseAway(e, request);
        }
        log.error("request failed", e);
        Problem problem =
                Problem.of(ErrorCode.INTERNAL, "Something went wrong on our side; the request id leads to it");
        return answer(problem, HttpHeaders.EMPTY, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(unreadable(e), headers, request);
    }

    private static Problem unreadable(HttpMessageNotReadableException e) {
        Throwable cause = e.getCause();
        if (cause instanceof StreamReadException syntax) {
            return Problem.of(ErrorCode.MALFORMED_BODY, "The body is not valid JSON" + place(syntax));
        }
        if (cause instanceof JacksonException mismatch && !mismatch.getPath().isEmpty()) {
            return Problem.validation(path(mismatch), "type", "has the wrong type");
        }
        if (cause instanceof JacksonException) {
            return Problem.of(ErrorCode.MALFORMED_BODY, "The body must be one JSON object");
        }
        return Problem.of(ErrorCode.MALFORMED_BODY, "A JSON body is required");
    }

    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldError> errors = new ArrayList<>();
        for (ObjectError error : e.getBindingResult().getAllErrors()) {
            String field = error instanceof org.springframework.validation.FieldError named
                    ? snakeCase(named.getField())
                    : "body";
            errors.add(new FieldError(field, rule(error), message(error)));
        }
        return answer(Problem.validation(errors), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldError> errors = new ArrayList<>();
        e.getParameterValidationResults().forEach(result -> {
            if (result instanceof ParameterErrors body) {
                body.getFieldErrors()
                        .forEach(error ->
                                errors.add(new FieldError(snakeCase(error.getField()), rule(error), message(error))));
                return;
            }
            String name = result.getMethodParameter().getParameterName();
            String field = name == null ? "parameter" : snakeCase(name);
            result.getResolvableErrors()
                    .forEach(error -> errors.add(new FieldError(field, rule(error), message(error))));
        });
        return answer(Problem.validation(errors), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String field =
                e instanceof MethodArgumentTypeMismatchException named ? snakeCase(named.getName()) : "parameter";
        Class<?> type = e.getRequiredType();
        boolean number = type != null && (type.isPrimitive() || Number.class.isAssignableFrom(type));
        return answer(
                Problem.validation(field, "type", number ? "must be a whole number" : "has the wrong form"),
                headers,
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(Problem.validation(e.getParameterName(), "required", "is required"), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(Problem.of(ErrorCode.BAD_REQUEST, "A required part of the request is missing"), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String[] allowed = e.getSupportedMethods();
        String detail = e.getMethod() + " is not allowed here"
                + (allowed == null ? "" : "; allowed: " + String.join(", ", allowed));
        return answer(Problem.of(ErrorCode.METHOD_NOT_ALLOWED, detail), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(
                Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json"), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
            HttpMediaTypeNotAcceptableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(
                Problem.of(ErrorCode.NOT_ACCEPTABLE, "This resource comes as application/json only"), headers, request);
    }

    /** Whatever the base class handles and nothing above does. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Problem problem =
                switch (status.value()) {
                    case 404 -> Problem.of(ErrorCode.NOT_FOUND, "There is nothing at this address");
                    case 413 -> Problem.of(ErrorCode.BODY_TOO_LARGE, "The body is too large");
                    case 503 ->
                        Problem.of(ErrorCode.UNAVAILABLE, "Try again shortly").withRetryAfter(2);
                    default -> {
                        if (status.is5xxServerError()) {
                            log.error("request failed", e);
                            yield Problem.of(
                                    ErrorCode.INTERNAL, "Something went wrong on our side; the request id leads to it");
                        }
                        yield Problem.of(ErrorCode.BAD_REQUEST, "The request could not be understood");
                    }
                };
        return answer(problem, headers, request);
    }

    private ResponseEntity<Object> answer(Problem problem, HttpHeaders given, WebRequest request) {
        HttpServletRequest servletRequest = ((ServletWebRequest) request).getRequest();
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(given);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.retryAfterSeconds() != null) {
            headers.set(HttpHeaders.RETRY_AFTER, problem.retryAfterSeconds().toString());
        }
        ProblemBody body =
                ProblemBody.of(problem, servletRequest.getRequestURI(), RequestId.of(servletRequest), clock.instant());
        return ResponseEntity.status(problem.code().status()).headers(headers).body(body);
    }

    private static String rule(MessageSourceResolvable error) {
        String[] codes = error.getCodes();
        return codes == null || codes.length == 0 ? "invalid" : snakeCase(codes[codes.length - 1]);
    }

    private static String message(MessageSourceResolvable error) {
        String message = error.getDefaultMessage();
        return message == null ? "is not valid" : message;
    }

    static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }
}
