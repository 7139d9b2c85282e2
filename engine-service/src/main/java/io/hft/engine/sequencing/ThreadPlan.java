package io.hft.engine.sequencing;

import io.hft.engine.config.EngineConfig;
import io.hft.engine.config.EngineConfig.ThreadRole;
import java.util.Locale;

/** The threads of a shard: how they wait and what they are called. */
record ThreadPlan(EngineConfig.Threads settings, int shard, PipelineState state) {
    Signal signal() {
        return Signal.of(settings.waitStrategy());
    }

    Thread thread(final String role, final Runnable work) {
        return Thread.ofPlatform()
                .name(role + '-' + shard)
                .daemon(true)
                .uncaughtExceptionHandler((thread, cause) -> state.fail(thread.getName() + " ended: " + cause))
                .unstarted(work);
    }

    /** One that may have a processor of its own. */
    Thread thread(final ThreadRole role, final Runnable work) {
        final Runnable pinned = settings.cpus().stream()
                .filter(cpu -> cpu.role() == role && cpu.shard() == shard)
                .findFirst()
                .<Runnable>map(cpu -> () -> {
                    CpuPinning.pinThisThread(cpu.cpu());
                    work.run();
                })
                .orElse(work);
        return thread(role.name().toLowerCase(Locale.ROOT), pinned);
    }
}
