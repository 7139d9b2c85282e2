package io.hft.engine.sequencing;

import io.hft.engine.matching.MatchingEngine;

/**
 * A question that the matcher's thread answers between two commands. It is not journaled, and its answer leaves only when all
 * commands before it are.
 */
public interface ShardQuery {
    /** On the matcher's thread: look, copy, return quickly; must not change the engine. */
    void execute(MatchingEngine engine);

    /** On the publisher's thread: what {@link #execute} saw may leave. */
    void onComplete();

    /** The engine stopped before the answer was certain. */
    void onFailure(String reason);
}
