package io.hft.bench.session;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.hft.bench.support.ForkedJvm;
import io.hft.bench.support.Json;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One client in this JVM against a server in another one. */
@Command(
        name = "grpc",
        description = "Sends orders to an engine in another process over gRPC, and the same messages to a bare echo.",
        mixinStandardHelpOptions = true)
public final class GrpcCommand implements Callable<Integer> {
    private static final int SERVER_HEAP_MEGABYTES = 768;
    private static final int ECHO_HEAP_MEGABYTES = 256;
    private static final int SMALL_BATCH = 1;
    private static final int LARGE_BATCH = 100;

    @Option(names = "--seconds", defaultValue = "5", description = "Of each measured load (default: 5).")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "5", description = "Seconds of load before each (default: 5).")
    private double warmupSeconds;

    @Option(names = "--window", defaultValue = "1024", description = "Unanswered orders at one per message.")
    private int window;

    @Option(names = "--large-window", defaultValue = "4000", description = "Unanswered orders at 100 per message.")
    private int largeWindow;

    @Option(names = "--unary-window", defaultValue = "64", description = "Unary calls under way (default: 64).")
    private int unaryWindow;

    @Option(names = "--durability", defaultValue = "ASYNC", description = "One of ${COMPLETION-CANDIDATES}.")
    private Durability durability = Durability.ASYNC;

    @Option(names = "--wait-strategy", defaultValue = "BLOCKING", description = "One of ${COMPLETION-CANDIDATES}.")
    private WaitStrategy waitStrategy = WaitStrategy.BLOCKING;

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = "SINGLE,BATCHED,UNARY",
            description = "Which of ${COMPLETION-CANDIDATES} (default: all).")
    private List<Part> parts = List.of();

    @Option(names = "--json", description = "Also write the results to this file.")
    private @Nullable Path json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What is measured, each beside its echo. */
    enum Part {
        /** One order per message of a session. */
        SINGLE,
        /** A hundred orders per message of a session. */
        BATCHED,
        /** {@code SubmitOrder}. */
        UNARY
    }

    /** A load on a channel. */
    private interface Load {
        GrpcRun run(ManagedChannel channel, GrpcRun.Plan plan) throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        final List<GrpcRun> runs = new ArrayList<>();
        for (final Part part : parts) {
            switch (part) {
                case SINGLE -> stream(runs, SMALL_BATCH, window);
                case BATCHED -> stream(runs, LARGE_BATCH, largeWindow);
                case UNARY -> {
                    runs.add(against(true, (channel, plan) -> UnaryLoad.echo(channel, unaryWindow, plan)));
                    runs.add(against(false, (channel, plan) -> UnaryLoad.submit(channel, unaryWindow, plan)));
                }
            }
        }
        if (json != null) {
            Json.write(runs.toArray(new GrpcRun[0]), json);
        }
        return 0;
    }

    private void stream(List<GrpcRun> runs, int batch, int unanswered) throws Exception {
        runs.add(against(true, (channel, plan) -> StreamLoad.echo(channel, batch, unanswered, plan)));
        runs.add(against(false, (channel, plan) -> StreamLoad.session(channel, batch, unanswered, plan)));
    }

    private GrpcRun against(boolean echo, Load load) throws Exception {
        final String[] arguments = echo
                ? new String[] {"serve", "--echo"}
                : new String[] {"serve", "--durability", durability.name(), "--wait-strategy", waitStrategy.name()};
        try (ForkedJvm server = ForkedJvm.serve(echo ? ECHO_HEAP_MEGABYTES : SERVER_HEAP_MEGABYTES, arguments)) {
            final int port = Integer.parseInt(server.awaitLine("port"));
            final ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .directExecutor()
                    .build();
            try {
                final GrpcRun run = load.run(channel, new GrpcRun.Plan(warmupSeconds, seconds));
                print(run);
                return run;
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private void print(GrpcRun run) {
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "%-10s %3d per message, window %d: %.0f orders/s, round trip P50 %.0f µs, P99 %.0f µs,"
                                + " P99.9 %.0f µs, max %.0f µs",
                        run.what(),
                        run.batch(),
                        run.window(),
                        run.ordersPerSecond(),
                        run.p50Micros(),
                        run.p99Micros(),
                        run.p999Micros(),
                        run.maxMicros()));
        spec.commandLine().getOut().flush();
    }
}
