package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.Tokens;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "register", description = "Become a user, and log in; in the sandbox there is money for you.")
final class RegisterCommand extends BackendCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(index = "0", paramLabel = "USERNAME")
    private @Nullable String username;

    @Parameters(index = "1", paramLabel = "EMAIL")
    private @Nullable String email;

    @Option(names = "--password-stdin", description = "Take the password from standard input, also on a terminal.")
    private boolean passwordFromInput;

    RegisterCommand(Context context) {
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
                .post(
                        "/api/v1/auth/register",
                        Map.of("username", name, "email", Objects.requireNonNull(email), "password", password),
                        null);
        context.login().keep(name, tokens);
        LoginCommand.announce(output, "registered and logged in", name, tokens, context);
        return ExitCodes.OK;
    }
}
