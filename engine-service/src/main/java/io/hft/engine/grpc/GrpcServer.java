package io.hft.engine.grpc;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.hft.engine.config.EngineConfig;
import io.hft.engine.snapshotting.SnapshotTaker;
import io.hft.engine.v1.TradingEngineGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The server with health and reflection. It listens before the engine has recovered, so that a taken port is known at once and
 * clients see NOT_SERVING instead of nothing.
 */
public final class GrpcServer implements AutoCloseable {
    /** Bounds the answers that a client can let pile up which asks and does not read; more calls wait at the client. */
    private static final int CALLS_PER_CONNECTION_MAX = 4_096;

    private final EngineConfig config;
    private final TradingEngineService service = new TradingEngineService();
    private final HealthStatusManager health = new HealthStatusManager();
    private final ExecutorService streamExecutor;
    private final Server server;

    private GrpcServer(final EngineConfig config) throws IOException {
        this.config = config;
        setStatus(ServingStatus.NOT_SERVING);
        streamExecutor = Executors.newFixedThreadPool(
                config.grpc().streamThreads(),
                Thread.ofPlatform().name("stream-", 0).daemon(true).factory());
        server = NettyServerBuilder.forAddress(new InetSocketAddress(
                        config.server().bind(), config.server().port()))
                // No call waits, so the network threads carry them.
                .directExecutor()
                .maxInboundMessageSize(config.grpc().maxInboundMessageBytes())
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION_MAX)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(service)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .build();
        try {
            server.start();
        } catch (final IOException | RuntimeException e) {
            streamExecutor.shutdown();
            throw e;
        }
    }

    /** Listens; every call of the engine is answered UNAVAILABLE until {@link #serve}. */
    public static GrpcServer listen(final EngineConfig config) throws IOException {
        return new GrpcServer(config);
    }

    public int port() {
        return server.getPort();
    }

    /** The engine has recovered. */
    public void serve(final Markets markets, final SnapshotTaker snapshots) {
        service.serve(markets, snapshots, config, streamExecutor);
        setStatus(ServingStatus.SERVING);
    }

    /** A shard has failed; what may still be read is still answered. */
    public void notServing(final int shard, final String reason) {
        setStatus(ServingStatus.NOT_SERVING);
        service.failed(shard, reason);
    }

    /** The data on disk are not what the engine has said; calls are still answered. */
    public void damaged() {
        setStatus(ServingStatus.NOT_SERVING);
    }

    /** Open order sessions of a shard. */
    public int sessions(final int shard) {
        return service.sessions(shard);
    }

    private void setStatus(final ServingStatus status) {
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        health.setStatus(TradingEngineGrpc.SERVICE_NAME, status);
    }

    /** Stops taking calls and ends the streams; calls under way may still be answered until {@link #close}. */
    public void stopAccepting() {
        if (server.isShutdown()) {
            return;
        }
        health.enterTerminalState();
        server.shutdown();
        service.endStreams();
    }

    @Override
    public void close() {
        stopAccepting();
        boolean interrupted = false;
        try {
            if (!server.awaitTermination(config.grpc().shutdownGraceMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
                server.awaitTermination(1, TimeUnit.SECONDS);
            }
            service.close();
            streamExecutor.shutdown();
            streamExecutor.awaitTermination(1, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            interrupted = true;
            server.shutdownNow();
            service.close();
            streamExecutor.shutdown();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
