package io.hft.backend.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code DATABASE_URL} in the forms that people have it in: {@code postgresql://user:password@host:port/db?params} (also {@code postgres://},
 * several hosts with commas) and {@code jdbc:postgresql://…}. User, password and database may be percent-encoded.
 *
 * @param jdbcUrl for the driver, without user and password
 * @param username null when the URL names none
 * @param password null when the URL names none
 */
public record DatabaseUrl(
        String jdbcUrl, @Nullable String username, @Nullable String password) {
    private static final Pattern FORM = Pattern.compile(
            "(?:jdbc:)?(?:postgresql|postgres)://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>[^/?@]*)(?:/(?<database>[^?/]*))?(?:\\?(?<parameters>.*))?");

    /** Names that libpq and the driver spell differently. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "dbname", "databaseName",
            "target_session_attrs", "targetServerType");

    /**
     * @throws StartupFailure when the text has neither form; the message never repeats the password
     */
    public static DatabaseUrl parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new StartupFailure(
                    "DATABASE_URL has the wrong form: postgresql://user:password@host:port/database is expected");
        }
        String database = matcher.group("database");
        if (database == null || database.isEmpty()) {
            throw new StartupFailure(
                    "DATABASE_URL names no database: add it after the port, as in host:5432/trading_db");
        }
        String hosts = matcher.group("hosts").isEmpty() ? "localhost" : matcher.group("hosts");
        checkPorts(hosts);
        Map<String, String> parameters = parameters(matcher.group("parameters"));
        String username = firstOf(decoded(matcher.group("user")), parameters.remove("user"));
        String password = firstOf(decoded(matcher.group("password")), parameters.remove("password"));
        String query = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        String jdbcUrl = "jdbc:postgresql://" + hosts + "/" + encoded(decodedDatabase(database))
                + (query.isEmpty() ? "" : "?" + query);
        return new DatabaseUrl(jdbcUrl, username, password);
    }

    /** The URL's password, else the given one if there is one. */
    public @Nullable String passwordOr(String other) {
        return password == null && !other.isEmpty() ? other : password;
    }

    private static void checkPorts(String hosts) {
        for (String host : hosts.split(",")) {
            int colon = host.lastIndexOf(':');
            if (colon < 0 || host.endsWith("]")) {
                continue;
            }
            String port = host.substring(colon + 1);
            if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535) {
                throw new StartupFailure("DATABASE_URL has the wrong port \"" + port + "\": 1 to 65535 is expected");
            }
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query == null) {
            return parameters;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = pair.substring(0, equals);
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                parameters.put(DRIVER_NAMES.getOrDefault(name, name), value);
            }
        }
        return parameters;
    }

    private static @Nullable String firstOf(@Nullable String first, @Nullable String second) {
        return first == null || first.isEmpty() ? second : first;
    }

    /** In these places of a URL a plus sign is a plus sign. */
    private static @Nullable String decoded(@Nullable String part) {
        return part == null ? null : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String decodedDatabase(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbcUrl + " as " + username;
    }
}
