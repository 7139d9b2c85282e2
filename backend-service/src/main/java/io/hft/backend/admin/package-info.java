/**
 * What operators do with markets, limits and the engine. Each act is in the audit log before the engine hears of it, and again with how it
 * ended; users are administered in {@code identity}.
 */
@NullMarked
package io.hft.backend.admin;

import org.jspecify.annotations.NullMarked;
