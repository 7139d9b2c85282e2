package io.hft.backend.config;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;

/** Says in one line, without a trace, why the process cannot start. Anything unforeseen is left to Spring Boot's own reports. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartupFailureReporter implements SpringBootExceptionReporter {
    @SuppressWarnings("unused") // Spring Boot calls this constructor.
    StartupFailureReporter(@Nullable ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = message(cause);
            if (message != null) {
                LoggerFactory.getLogger("io.hft.backend").error("{}", message);
                return true;
            }
        }
        return false;
    }

    private static @Nullable String message(Throwable cause) {
        return switch (cause) {
            case StartupFailure known -> known.getMessage();
            case PortInUseException taken -> "port " + taken.getPort() + " is taken by another process";
            case BindValidationException invalid -> settings(invalid);
            default -> null;
        };
    }

    private static String settings(BindValidationException invalid) {
        StringBuilder message = new StringBuilder("wrong setting:");
        for (var error : invalid.getValidationErrors()) {
            String name = error instanceof FieldError field ? field.getField() : error.getObjectName();
            message.append(' ')
                    .append(invalid.getValidationErrors().getName())
                    .append('.')
                    .append(name)
                    .append(' ')
                    .append(error.getDefaultMessage())
                    .append(';');
        }
        return message.toString();
    }
}
