package io.hft.it.chaos;

import io.grpc.StatusRuntimeException;
import io.hft.engine.v1.TakeSnapshotRequest;
import io.hft.engine.v1.TakeSnapshotResponse;
import io.hft.engine.v1.TradingEngineGrpc;
import io.hft.it.support.EngineClient;
import io.hft.it.support.FaultProxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Brings faults about. Some last; then it returns before they are over. */
final class FaultInjector {
    private final ChaosPlatform platform;
    private final ChaosLog log;
    private final EngineClient engine;
    private final AtomicLong snapshots = new AtomicLong();
    private volatile long overAtNanos = System.nanoTime();
    private long nextSnapshotNanos = System.nanoTime();

    FaultInjector(ChaosPlatform platform, EngineClient engine, ChaosLog log) {
        this.platform = platform;
        this.engine = engine;
        this.log = log;
    }

    /** Whether no fault lasts any more (crashes that were not reached yet are another matter). */
    boolean isOver() {
        return System.nanoTime() - overAtNanos >= 0;
    }

    void inject(Fault fault) {
        log.say("  %s", fault);
        switch (fault) {
            case Fault.Kill(var parts, int downMillis) -> {
                platform.kill(parts, downMillis);
                lasts(downMillis);
            }
            case Fault.Pause(Part part, int millis) -> {
                platform.pause(part);
                lasts(millis);
                later(millis, () -> platform.resume(part));
            }
            case Fault.Break(LinkName link, FaultProxy.Fault how) -> {
                platform.link(link).apply(how);
                lasts(duration(how).toMillis());
            }
            case Fault.Crash crash -> platform.crash(crash);
            case Fault.Snapshot() -> later(0, this::takeSnapshot);
        }
    }

    /** Asks for snapshots as long as the engine is to die in one. */
    void takeSnapshotsWhereCrashesWait() {
        boolean waiting =
                platform.armed().stream().anyMatch(crash -> crash.point().isOfSnapshot());
        if (waiting && System.nanoTime() - nextSnapshotNanos >= 0) {
            nextSnapshotNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            later(0, this::takeSnapshot);
        }
    }

    private void takeSnapshot() {
        try {
            TakeSnapshotResponse taken = TradingEngineGrpc.newBlockingStub(engine.channel())
                    .withWaitForReady()
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .takeSnapshot(TakeSnapshotRequest.getDefaultInstance());
            snapshots.incrementAndGet();
            log.say(
                    "  snapshot of command %d: %d open orders, %d bytes, %d ms",
                    taken.getCommandSequence(), taken.getOpenOrders(), taken.getSizeBytes(), taken.getDurationMillis());
        } catch (StatusRuntimeException e) {
            // The engine is away or dies in it, as it may.
            engine.channel().resetConnectBackoff();
        }
    }

    /** How many snapshots were asked for and made. */
    long snapshots() {
        return snapshots.get();
    }

    private void lasts(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        if (end - overAtNanos > 0) {
            overAtNanos = end;
        }
    }

    private static void later(long millis, Runnable task) {
        Thread.ofVirtual().start(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static Duration duration(FaultProxy.Fault fault) {
        return switch (fault) {
            case FaultProxy.Fault.Reset() -> Duration.ZERO;
            case FaultProxy.Fault.Refuse(Duration duration) -> duration;
            case FaultProxy.Fault.BlackHole(Duration duration) -> duration;
            case FaultProxy.Fault.HalfOpen(Duration duration) -> duration;
            case FaultProxy.Fault.CutAfter cut -> Duration.ZERO;
            case FaultProxy.Fault.Slow slow -> slow.duration();
        };
    }
}
