/**
 * The suite behind {@code make chaos}: engine, backend and PostgreSQL as processes, clients that trade as careful bots do, a seeded
 * schedule of kills, pauses, broken connections and crashes at chosen steps, and an {@linkplain io.hft.it.chaos.oracle oracle} that looks
 * at everything once the platform is at rest again. The schedule is the seed's; how threads and processes interleave is not.
 */
@NullMarked
package io.hft.it.chaos;

import org.jspecify.annotations.NullMarked;
