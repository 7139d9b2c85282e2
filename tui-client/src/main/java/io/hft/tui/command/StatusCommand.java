package io.hft.tui.command;

import io.hft.tui.client.BackendClient;
import io.hft.tui.client.Json;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(name = "status", description = "Whether the exchange trades; ends with 3 when it does not.")
final class StatusCommand extends BackendCommand {
    StatusCommand(Context context) {
        super(context);
    }

    @Override
    int run(BackendClient client, Output output) {
        JsonNode status = client.get("/api/v1/status");
        String word = Json.text(status, "status", "?");
        if (context.format() == Format.json) {
            output.one(status, List.of());
        } else {
            output.list(rows(status.path("instruments")), Columns.MARKETS);
        }
        output.say(word + " at " + client.url() + ", as "
                + context.login()
                        .login()
                        .map(login -> login.username())
                        .orElse("nobody (in the sandbox: the demo user)"));
        if (!word.equals("ok")) {
            complain("the exchange is " + word);
        }
        return word.equals("ok") ? ExitCodes.OK : ExitCodes.REFUSED;
    }
}
