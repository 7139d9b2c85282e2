package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.BackendProblem;
import io.hft.tui.client.StoredLogin;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "logout", description = "End this login, here and at the backend.")
final class LogoutCommand extends BackendCommand {
    LogoutCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        StoredLogin login = context.login();
        if (login.login().isEmpty()) {
            output.say("nobody is logged in");
            return ExitCodes.OK;
        }
        try {
            client.post("/api/v1/auth/logout", Map.of(), null);
        } catch (BackendProblem ended) {
            if (ended.status() != 401) {
                throw ended;
            }
        }
        login.forget();
        output.say("logged out");
        return ExitCodes.OK;
    }
}
