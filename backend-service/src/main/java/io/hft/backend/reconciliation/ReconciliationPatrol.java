package io.hft.backend.reconciliation;

import io.hft.backend.engine.EngineUnavailable;
import io.hft.backend.settlement.SettlementStatus;
import io.hft.backend.settlement.SettlementStatus.Role;
import io.hft.backend.settlement.Settler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has the reconciler look again and again, for the shards that this backend settles. One virtual thread. */
@Component
class ReconciliationPatrol implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ReconciliationPatrol.class);
    /** A run is followed by at least so many times its own length without one. */
    private static final int REST = 19;

    private final Reconciler reconciler;
    private final Settler settler;
    private final ReconciliationProperties properties;
    private volatile CountDownLatch stopped = new CountDownLatch(0);

    ReconciliationPatrol(Reconciler reconciler, Settler settler, ReconciliationProperties properties) {
        this.reconciler = reconciler;
        this.settler = settler;
        this.properties = properties;
    }

    @Override
    public void start() {
        if (!properties.enabled()) {
            return;
        }
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        Thread.ofVirtual().name("reconciliation").start(() -> {
            try {
                goRound(stop);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }

    private void goRound(CountDownLatch stop) throws InterruptedException {
        Duration pause = properties.interval();
        boolean failed = false;
        boolean leads = false;
        while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            long begin = System.nanoTime();
            try {
                List<Integer> here = settler.status().stream()
                        .filter(status -> status.role() == Role.LEADER)
                        .map(SettlementStatus::shard)
                        .toList();
                if (!here.isEmpty()) {
                    reconciler.current(here);
                } else if (leads) {
                    reconciler.standDown();
                }
                leads = !here.isEmpty();
                failed = false;
            } catch (EngineUnavailable e) {
                log.debug("reconciliation waits for the engine: {}", e.getMessage());
            } catch (RuntimeException e) {
                if (!failed && stop.getCount() > 0) {
                    log.warn("reconciliation could not look; it will be tried again", e);
                }
                failed = true;
            }
            Duration rest = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(REST);
            pause = rest.compareTo(properties.interval()) > 0 ? rest : properties.interval();
        }
    }
}
