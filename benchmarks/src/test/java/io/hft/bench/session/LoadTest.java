package io.hft.bench.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.hft.engine.Engine;
import io.hft.engine.config.EngineConfig.Durability;
import io.hft.engine.config.EngineConfig.WaitStrategy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoadTest {
    private static final GrpcRun.Plan PLAN = new GrpcRun.Plan(0.2, 0.3);
    private static final BooleanSupplier READY = () -> true;

    @TempDir
    Path directory;

    @Test
    void streamsBatchesThroughTheEcho() throws Exception {
        final Server server = echo();
        try {
            final GrpcRun run = with(server.getPort(), channel -> StreamLoad.echo(channel, 10, 200, PLAN));
            assertThat(run.what()).isEqualTo("echo");
            assertThat(run.orders()).isPositive();
            assertThat(run.orders() % 10).isZero();
            assertThat(run.p50Micros()).isPositive();
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void callsTheEchoAndTheEngine() throws Exception {
        final Server server = echo();
        try {
            assertThat(with(server.getPort(), channel -> UnaryLoad.echo(channel, 8, PLAN))
                            .orders())
                    .isPositive();
        } finally {
            server.shutdownNow();
        }
        try (Engine engine = Engine.start(ServeCommand.config(directory, Durability.ASYNC, WaitStrategy.BLOCKING))) {
            assertThat(with(engine.port(), channel -> UnaryLoad.submit(channel, 8, PLAN))
                            .orders())
                    .isPositive();
        }
    }

    @Test
    void measuresOnlyWhatWasSentSinceItWasTold() {
        final Window window = new Window(8, 2);
        window.enter(READY);
        window.measure();
        window.enter(READY);
        window.enter(READY);
        window.answeredUpTo(5);
        assertThat(window.answered()).isEqualTo(5);
        window.answeredUpTo(6);
        assertThat(window.finish().getTotalCount()).isEqualTo(2);
    }

    @Test
    void tellsTheSenderThatTheCallHasEnded() {
        final Window window = new Window(1, 1);
        window.enter(READY);
        window.fail(new IllegalStateException("gone"));
        Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> window.enter(READY))
                .withMessageContaining("gone");
    }

    private static Server echo() throws Exception {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(Echo.service())
                .build()
                .start();
    }

    private interface Load {
        GrpcRun run(ManagedChannel channel) throws Exception;
    }

    private static GrpcRun with(int port, Load load) throws Exception {
        final ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .directExecutor()
                .build();
        try {
            return load.run(channel);
        } finally {
            channel.shutdownNow();
        }
    }
}
