package io.hft.tui.command;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Puts the commands together. */
public final class Commands {
    private Commands() {}

    /**
     * The whole command line.
     *
     * @param root what runs when no command is named
     */
    public static CommandLine of(Object root, Context context) {
        CommandLine line = new CommandLine(root);
        line.addMixin("context", context);
        Object[] commands = {
            new StatusCommand(context),
            new LoginCommand(context),
            new RegisterCommand(context),
            new LogoutCommand(context),
            new AssetsCommand(context),
            new InstrumentsCommand(context),
            new TickerCommand(context),
            new BookCommand(context),
            new TradesCommand(context),
            new CandlesCommand(context),
            new BuyCommand(context),
            new SellCommand(context),
            new CancelCommand(context),
            new ReplaceCommand(context),
            new OrdersCommand(context),
            new FillsCommand(context),
            new PositionsCommand(context),
            new BalancesCommand(context),
            new PortfolioCommand(context),
            new WatchCommand(context),
            new CompletionCommand()
        };
        for (Object command : commands) {
            CommandLine sub = new CommandLine(command);
            sub.getCommandSpec().mixinStandardHelpOptions(true);
            sub.getCommandSpec().version(line.getCommandSpec().version());
            line.addSubcommand(sub);
        }
        line.setColorScheme(CommandLine.Help.defaultColorScheme(context.colours() ? Ansi.ON : Ansi.OFF));
        line.setExecutionExceptionHandler(new Failures());
        line.setParameterExceptionHandler(Commands::explain);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(context.colours());
        line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
        line.getCommandSpec()
                .usageMessage()
                .exitCodeList(CommandLine.Model.UsageMessageSpec.keyValuesMap(ExitCodes.descriptions()));
        return line;
    }

    private static int explain(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("hft: " + wrong.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
            err.println("hft: " + line.getCommandSpec().qualifiedName() + " --help explains it");
        }
        err.flush();
        return ExitCodes.USAGE;
    }
}
