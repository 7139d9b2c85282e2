package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(name = "login", description = "Log in; the profile keeps it.")
final class LoginCommand extends BackendCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(paramLabel = "USERNAME", description = "Or the e-mail address.")
    private @Nullable String username;

    @Option(names = "--password-stdin", description = "Take the password from standard input, also on a terminal.")
    private boolean passwordFromInput;

    LoginCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        String password = Password.read(passwordFromInput);
        if (password == null || password.isEmpty()) {
            throw usage("no password was given");
        }
        String name = Objects.requireNonNull(username).strip();
        JsonNode tokens = new BackendClient(client.url(), Tokens.NONE, PATIENCE)
                .post("/api/v1/auth/login", Map.of("username", name, "password", password), null);
        context.login().keep(name, tokens);
        announce(output, "logged in", name, tokens, context);
        return ExitCodes.OK;
    }

    /** Says who it is, without tokens. */
    static void announce(Output output, String what, String name, JsonNode tokens, Context context) {
        if (context.format() == Format.table) {
            output.say(what + " as " + name + " (user " + tokens.path("user_id").asString() + ") at " + context.url());
        } else {
            output.one(
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("user_id", tokens.path("user_id").asLong())
                            .put("username", name)
                            .put("profile", context.profileName()),
                    List.of(Column.text("user_id"), Column.text("username"), Column.text("profile")));
        }
    }
}
