/**
 * What must always hold (points 1 to 7 of {@code docs/operations/chaos.md}), checked on evidence that was gathered from all sides. The checks
 * read evidence and nothing else, so that forged evidence can show that each of them fires.
 */
@NullMarked
package io.hft.it.chaos.oracle;

import org.jspecify.annotations.NullMarked;
