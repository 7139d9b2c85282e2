/**
 * What can be traded and what it is worth. The engine defines instruments; the table {@code instruments} is the backend's copy, renewed at each
 * contact with the engine, so that the backend can answer while the engine is away. Read by everybody; moves nothing.
 */
@NullMarked
package io.hft.backend.instruments;

import org.jspecify.annotations.NullMarked;
