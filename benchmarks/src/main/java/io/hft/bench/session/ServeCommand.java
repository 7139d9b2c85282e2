package io.hft.bench.session;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.hft.bench.support.TemporaryDirectory;
import io.hft.engine.Engine;
import io.hft.engine.config.ConfigLoader;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a load generator in another process talks to. Prints {@code port N}; ends when its input ends. */
@Command(
        name = "serve",
        description = "An engine with one instrument on a free port, or the bare echo, until standard input ends.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    static final String SYMBOL = "BTC-USD";

    @Option(names = "--echo", description = "The bare echo instead of the engine.")
    private boolean echo;

    @Option(names = "--durability", defaultValue = "ASYNC", description = "One of ${COMPLETION-CANDIDATES}.")
    private Durability durability = Durability.ASYNC;

    @Option(names = "--wait-strategy", defaultValue = "BLOCKING", description = "One of ${COMPLETION-CANDIDATES}.")
    private WaitStrategy waitStrategy = WaitStrategy.BLOCKING;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (echo) {
            final Server server = NettyServerBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .directExecutor()
                    .addService(Echo.service())
                    .build()
                    .start();
            announceAndWait(server.getPort());
            server.shutdownNow();
            return 0;
        }
        try (TemporaryDirectory directory = new TemporaryDirectory("hft-bench-engine");
                Engine engine = Engine.start(config(directory.path(), durability, waitStrategy))) {
            announceAndWait(engine.port());
        }
        return 0;
    }

    /** An engine on any free port, with one instrument that has no band. */
    static EngineConfig config(Path directory, Durability durability, WaitStrategy waitStrategy) {
        final EngineConfig defaults = ConfigLoader.defaults();
        final EngineConfig.InstrumentConfig instrument = new EngineConfig.InstrumentConfig(
                SYMBOL,
                "BTC",
                "USD",
                new BigDecimal("0.01"),
                new BigDecimal("0.00000001"),
                new BigDecimal("335.00"),
                0,
                new BigDecimal("1000"),
                0);
        return defaults.withPort(0)
                .withDataDirectory(directory)
                .withInstruments(1, List.of(instrument))
                .withThreads(new EngineConfig.Threads(
                        waitStrategy,
                        defaults.threads().commandRingSize(),
                        defaults.threads().eventRingSize()))
                .withJournal(new EngineConfig.Journal(
                        durability,
                        defaults.journal().asyncIntervalMillis(),
                        defaults.journal().segmentSizeBytes()));
    }

    private void announceAndWait(int port) throws IOException {
        spec.commandLine().getOut().println("port " + port);
        spec.commandLine().getOut().flush();
        while (System.in.read() >= 0) {
            // Nothing is said to us; only the end counts.
        }
    }
}
