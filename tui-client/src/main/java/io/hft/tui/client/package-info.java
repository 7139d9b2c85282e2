/**
 * The backend as its clients see it: REST ({@link io.hft.tui.client.BackendClient}) and the live feed over WebSocket ({@link
 * io.hft.tui.client.LiveFeed}), and who one is there ({@link io.hft.tui.client.Credentials}). Knows no terminal and no command.
 */
@NullMarked
package io.hft.tui.client;

import org.jspecify.annotations.NullMarked;
