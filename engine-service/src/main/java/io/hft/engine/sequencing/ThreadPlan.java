package io.hft.engine.sequencing;

import io.hft.engine.config.EngineConfig.WaitStrategy;

/** The threads of a shard: how they wait and what they are called. */
record ThreadPlan(WaitStrategy waitStrategy, int shard, PipelineState state) {
    Signal signal() {
        return Signal.of(waitStrategy);
    }

    Thread thread(final String role, final Runnable work) {
        return Thread.ofPlatform()
                .name(role + '-' + shard)
                .daemon(true)
                .uncaughtExceptionHandler((thread, cause) -> state.fail(thread.getName() + " ended: " + cause))
                .unstarted(work);
    }
}
