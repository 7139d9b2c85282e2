/**
 * A second engine, written from {@code docs/matching-rules.md} alone: sorted maps, lists and linear scans, nothing shared with the
 * engine but the enums. It is slow and meant to be plainly right; random tests hold the engine to it, byte by byte.
 */
@NullMarked
package io.hft.engine.reference;

import org.jspecify.annotations.NullMarked;
