package io.hft.engine.tool;

import io.hft.engine.storage.SegmentDirectory.Contents;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Prints a shard's commands, or its events, one a line: prices in ticks, quantities in lots.")
final class Inspect implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIRECTORY", description = "a shard's directory, or an engine's with one shard")
    private Path directory;

    @Option(names = "--from", paramLabel = "SEQ", description = "the first sequence; default: the first there is")
    private long from = 1;

    @Option(names = "--to", paramLabel = "SEQ", description = "the last sequence; default: the last there is")
    private long to = Long.MAX_VALUE;

    @Option(names = "--events", description = "events instead of commands")
    private boolean events;

    /** What is printed is not printed again. */
    private long next;

    private boolean begun;

    @Override
    public Integer call() {
        final ShardPlace shard = ShardPlace.one(directory, spec);
        final PrintWriter out = spec.commandLine().getOut();
        next = Math.max(from, 1);
        final Contents contents =
                Tries.look(() -> events ? events(shard, out) : commands(shard, out), found -> found.tornTail() == null);
        out.flush();
        if (contents.tornTail() != null) {
            spec.commandLine().getErr().println("what follows is cut at the next start: " + contents.tornTail());
            spec.commandLine().getErr().flush();
        }
        return EngineTool.GOOD;
    }

    private Contents events(final ShardPlace shard, final PrintWriter out) {
        return shard.events().readUpToHole(next, segment -> {}, (sequence, buffer, offset, length) -> {
            if (sequence >= next && sequence <= to) {
                follow(sequence);
                out.println(Text.event(buffer, offset));
            }
        });
    }

    private Contents commands(final ShardPlace shard, final PrintWriter out) {
        return shard.journal().read(next - 1, (sequence, nanos, buffer, offset, length) -> {
            if (sequence <= to) {
                follow(sequence);
                out.println(Text.command(sequence, nanos, buffer, offset, length));
            }
        });
    }

    /** An engine at work takes away what it needs no longer, also between two looks. */
    private void follow(final long sequence) {
        if (begun && sequence != next) {
            spec.commandLine().getErr().printf("%d to %d were taken away meanwhile%n", next, sequence - 1);
            spec.commandLine().getErr().flush();
        }
        begun = true;
        next = sequence + 1;
    }
}
