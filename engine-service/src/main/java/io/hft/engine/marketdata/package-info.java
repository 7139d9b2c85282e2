/**
 * What may be seen of the books. The publisher applies what commands changed to a mirror of each instrument once the journal covers
 * them, whole commands at a time; readers copy from the mirror without holding anybody up, and never touch the matcher.
 */
@NullMarked
package io.hft.engine.marketdata;

import org.jspecify.annotations.NullMarked;
