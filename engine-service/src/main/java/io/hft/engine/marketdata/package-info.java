/**
 * What may be seen of the books: immutable views that the matcher builds at the end of a batch and the publisher lets out once the
 * journal covers them. Readers take the latest view and never touch the matcher.
 */
@NullMarked
package io.hft.engine.marketdata;

import org.jspecify.annotations.NullMarked;
