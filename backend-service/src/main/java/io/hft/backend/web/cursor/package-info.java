/**
 * Opaque cursors of lists: the place where the next page begins, bound to the list and its filters, signed. Every list of the API uses
 * them. They know no list.
 */
@NullMarked
package io.hft.backend.web.cursor;

import org.jspecify.annotations.NullMarked;
