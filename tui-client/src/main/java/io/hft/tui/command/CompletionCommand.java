package io.hft.tui.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        footer = {"", "Add to ~/.bashrc or ~/.zshrc: source <(hft completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var line = java.util.Objects.requireNonNull(spec).root().commandLine();
        line.getOut().print(AutoComplete.bash("hft", line));
        line.getOut().flush();
        return ExitCodes.OK;
    }
}
