package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.Credentials;
import io.hft.tui.client.Profile;
import io.hft.tui.client.StoredLogin;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** What all commands share: the options that each of them takes, and the backend that they name. */
public final class Context {
    static final URI DEFAULT_URL = URI.create("http://127.0.0.1:8000");
    private static final String DEFAULT_PROFILE = "default";

    private final Map<String, String> environment;
    private final boolean terminal;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            converter = UrlConverter.class,
            description = "The backend; else HFT_URL, the profile's, or http://127.0.0.1:8000.")
    private @Nullable URI url;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Whose login and settings; else HFT_PROFILE, or 'default'.")
    private @Nullable String profileName;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            scope = ScopeType.INHERIT,
            description = "table, json or csv.")
    private Format format = Format.table;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "20",
            scope = ScopeType.INHERIT,
            description = "How long a lost answer is asked for again (${DEFAULT-VALUE}).")
    private int timeoutSeconds = 20;

    /** @param terminal whether output goes to a person's terminal */
    public Context(Map<String, String> environment, boolean terminal) {
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
    }

    /** Colours are for people, and not for those who do not want them (no-color.org). */
    public boolean colours() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    public boolean isTerminal() {
        return terminal;
    }

    public Map<String, String> environment() {
        return environment;
    }

    public Format format() {
        return format;
    }

    public Credentials credentials() {
        return Credentials.of(environment);
    }

    public String profileName() {
        String name = profileName != null ? profileName : environment.getOrDefault("HFT_PROFILE", "");
        return name.isBlank() ? DEFAULT_PROFILE : name;
    }

    public Profile profile() {
        return credentials().profile(profileName());
    }

    public URI url() {
        if (url != null) {
            return url;
        }
        String configured = environment.getOrDefault("HFT_URL", "");
        if (!configured.isBlank()) {
            try {
                return new UrlConverter().convert(configured);
            } catch (TypeConversionException e) {
                throw new IllegalArgumentException("HFT_URL " + e.getMessage(), e);
            }
        }
        URI stored = profile().url();
        return stored == null ? DEFAULT_URL : stored;
    }

    public StoredLogin login() {
        return new StoredLogin(credentials(), profileName(), url());
    }

    public BackendClient client() {
        return new BackendClient(url(), login(), Duration.ofSeconds(timeoutSeconds));
    }

    static final class UrlConverter implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            String withoutEnd = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            if (!withoutEnd.matches("https?://[^/?#\\s@]+")) {
                throw new TypeConversionException(
                        "'" + text + "' must be like http://127.0.0.1:8000: scheme, host and port");
            }
            return URI.create(withoutEnd);
        }
    }
}
