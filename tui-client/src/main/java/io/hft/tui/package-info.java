/**
 * The terminal client: a {@code picocli} command whose full screen and sub-commands are still to come. Talks to the backend only
 * through its public REST and WebSocket API.
 */
@NullMarked
package io.hft.tui;

import org.jspecify.annotations.NullMarked;
