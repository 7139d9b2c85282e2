/**
 * The HTTP edge shared by all features: request ids, the limit on bodies, and the one form of every error (RFC 9457).
 * Only {@code *.web} packages of features name this package; domain packages return results or throw exceptions of their own,
 * which their {@code web} package turns into a {@link io.hft.backend.web.Problem}. Holds no business rule.
 */
@NullMarked
package io.hft.backend.web;

import org.jspecify.annotations.NullMarked;
