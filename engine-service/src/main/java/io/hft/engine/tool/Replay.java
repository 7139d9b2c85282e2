package io.hft.engine.tool;

import io.hft.engine.command.Side;
import io.hft.engine.config.ConfigLoader;
import io.hft.engine.instrument.Instrument;
import io.hft.engine.journal.JournalReader;
import io.hft.engine.matching.MatchingEngine;
import io.hft.engine.recovery.Base;
import io.hft.engine.recovery.Bases;
import io.hft.engine.storage.StorageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Makes a shard's state as it was after a command, and prints its hash.")
final class Replay implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIRECTORY", description = "a shard's directory, or an engine's with one shard")
    private Path directory;

    @Option(names = "--to", paramLabel = "SEQ", description = "the last command to apply; default: the last there is")
    private @Nullable Long to;

    @Option(
            names = "--from-zero",
            description = "from the first command on, and not from the newest snapshot at or before SEQ")
    private boolean fromZero;

    @Option(names = "--book", description = "print every book, level by level")
    private boolean book;

    private long reached;

    @Override
    public Integer call() {
        final ShardPlace shard = ShardPlace.one(directory, spec);
        if (to != null && to < 0) {
            throw new ParameterException(spec.commandLine(), "--to must be 0 or more, is " + to);
        }
        final Base base = Tries.look(() -> replayed(shard), made -> true);
        print(base, base.core());
        return EngineTool.GOOD;
    }

    /** Each time from a new core. */
    private Base replayed(final ShardPlace shard) {
        final JournalReader journal = shard.journal();
        final Base base = base(shard, journal);
        final MatchingEngine core = base.core();
        reached = base.commandSequence();
        final JournalReader.CommandHandler apply = (sequence, nanos, buffer, offset, length) -> {
            core.apply(buffer, offset, length, nanos, (event, bytes, at, size) -> {});
            reached = sequence;
        };
        if (to == null) {
            journal.read(reached, apply);
        } else if (to > reached) {
            requireThere(journal, to);
            journal.readRange(reached + 1, to, apply);
        }
        return base;
    }

    /** Damage behind the wanted command is no hindrance: it is what one replays up to. */
    private void requireThere(final JournalReader journal, final long wanted) {
        final long last;
        try {
            last = journal.read(reached, (sequence, nanos, buffer, offset, length) -> {})
                            .nextSequence()
                    - 1;
        } catch (final StorageException e) {
            spec.commandLine().getErr().println("the journal is damaged: " + e.getMessage());
            return;
        }
        if (wanted > last) {
            throw new ParameterException(spec.commandLine(), "the journal ends with command " + last);
        }
    }

    private Base base(final ShardPlace shard, final JournalReader journal) {
        final var memory = ConfigLoader.defaults().memory();
        if (!fromZero) {
            return new Bases(ConfigLoader.defaults(), shard.shard(), shard.snapshots(), journal)
                    .newest(to == null ? Long.MAX_VALUE : to);
        }
        final var segments = journal.segments();
        if (!segments.isEmpty() && segments.getFirst().firstSequence() != 1) {
            throw new StorageException(segments.getFirst().path() + ": the journal begins with command "
                    + segments.getFirst().firstSequence() + "; those before it were pruned behind a snapshot");
        }
        return new Base(
                new MatchingEngine(memory.maxOpenOrders(), memory.recentOrderIds(), new SecureRandom().nextLong()),
                null,
                0,
                0);
    }

    private void print(final Base base, final MatchingEngine core) {
        final PrintWriter out = spec.commandLine().getOut();
        out.println("from          "
                + (base.snapshot() == null ? "the beginning" : "the snapshot of command " + base.commandSequence()));
        out.println("command       " + reached);
        out.println("last event    " + core.lastEventSequence());
        out.println("state hash    " + Text.hash(core.stateHash()));
        out.println("open orders   " + core.openOrderCount());
        if (book) {
            for (final Instrument instrument : core.instruments().all()) {
                out.println(instrument.symbol());
                for (final Side side : Side.values()) {
                    core.depth(
                            instrument.instrumentId(),
                            side,
                            Integer.MAX_VALUE,
                            (price, quantity, count) ->
                                    out.printf("  %-4s %d ticks  %d lots  %d orders%n", side, price, quantity, count));
                }
            }
        }
        out.flush();
    }
}
