package io.hft.tui.command;

import io.hft.tui.client.BackendProblem;
import io.hft.tui.client.BackendUnreachable;
import io.hft.tui.client.OutcomeUnknown;
import io.hft.tui.screen.ScreenFailed;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says on standard error what went wrong, and ends with the code for it. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        int code =
                switch (failure) {
                    case BackendProblem problem -> {
                        err.println("hft: " + problem.explanation());
                        if (problem.status() == 401) {
                            err.println("hft: log in with: hft login USERNAME");
                        }
                        yield exitCode(problem);
                    }
                    case BackendUnreachable unreachable -> {
                        err.println("hft: " + unreachable.getMessage());
                        err.println(
                                "hft: is the platform running (make run), and is this its address (--url, HFT_URL)?");
                        yield ExitCodes.UNREACHABLE;
                    }
                    case OutcomeUnknown unknown -> {
                        err.println("hft: " + unknown.getMessage());
                        if (unknown.idempotencyKey() != null) {
                            err.println("hft: nothing is done twice if you repeat it with --idempotency-key "
                                    + unknown.idempotencyKey());
                        }
                        yield ExitCodes.UNKNOWN;
                    }
                    case IllegalArgumentException wrong -> {
                        err.println("hft: " + wrong.getMessage());
                        yield ExitCodes.USAGE;
                    }
                    case ScreenFailed crash -> {
                        err.println("hft: " + crash.getMessage());
                        // For whoever mends it.
                        crash.getCause().printStackTrace(err);
                        yield ExitCodes.FAILED;
                    }
                    default -> {
                        err.println("hft: " + failure);
                        yield ExitCodes.FAILED;
                    }
                };
        err.flush();
        return code;
    }

    static int exitCode(BackendProblem problem) {
        return switch (problem.status()) {
            case 401, 403 -> ExitCodes.NOT_ALLOWED;
            case 404 -> ExitCodes.NOT_FOUND;
            default -> problem.status() >= 500 ? ExitCodes.UNREACHABLE : ExitCodes.REFUSED;
        };
    }
}
