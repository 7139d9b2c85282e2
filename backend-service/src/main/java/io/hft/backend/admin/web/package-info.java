/** Operators' acts over REST, {@code /api/v1/admin}. */
@NullMarked
package io.hft.backend.admin.web;

import org.jspecify.annotations.NullMarked;
