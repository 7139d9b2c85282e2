/** What the reconciliation found, for operators. */
@NullMarked
package io.hft.backend.reconciliation.web;

import org.jspecify.annotations.NullMarked;
