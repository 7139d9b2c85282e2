package io.hft.backend.config;

import java.sql.SQLException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
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
            case FlywayValidateException other ->
                "the database is not of this version (start the one that it is of, or restore a backup): "
                        + other.getMessage().replaceAll("\\s*\\R\\s*", " ").strip();
            case BindValidationException invalid -> settings(invalid);
            case BindException unreadable when !isValidation(unreadable) -> setting(unreadable);
            case SQLException refused
            when isRefusal(refused) ->
                "the database cannot be used: "
                        + refused.getMessage().lines().findFirst().orElse("no reason given");
            default -> null;
        };
    }

    /** Class 08: nobody answers; 28: wrong user or password; 3D: no such database; 57P: it is stopping or starting. */
    private static boolean isRefusal(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && failure.getMessage() != null && state.matches("(08|28|3D|57P).*");
    }

    private static boolean isValidation(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindValidationException) {
                return true;
            }
        }
        return false;
    }

    private static String setting(BindException unreadable) {
        ConfigurationProperty property = unreadable.getProperty();
        String message = "wrong setting: " + unreadable.getName();
        if (property == null) {
            return message + " cannot be read";
        }
        return message + " = \"" + property.getValue() + "\" is not a "
                + unreadable.getTarget().getType().toClass().getSimpleName();
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
