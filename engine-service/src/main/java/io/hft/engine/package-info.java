/**
 * The engine as a whole: {@link io.hft.engine.Engine} wires settings, recovery, pipelines and gRPC together, {@link
 * io.hft.engine.EngineMain} makes a process of it. Nothing else knows everybody.
 */
@NullMarked
package io.hft.engine;

import org.jspecify.annotations.NullMarked;
