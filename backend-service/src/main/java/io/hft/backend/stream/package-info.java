/**
 * The live interface, WebSocket {@code /ws/v1}: plain JSON texts, described in {@code docs/api/websocket.md}.
 * <p>Channels make each message once and hand it to the {@link io.hft.backend.stream.Outbox} of every reader; an outbox is bounded, and a
 * (virtual) thread of its own empties it only while there is something in it. So a slow reader slows nobody: of what is a state it gets the newest
 * ({@code book}, {@code ticker}, {@code candles}, {@code balances}, {@code status}), and when it falls behind with what must not be lost
 * ({@code trades}, {@code orders}, {@code fills}) its connection ends with a code. Reads; changes nothing but by cancel on disconnect.
 */
@NullMarked
package io.hft.backend.stream;

import org.jspecify.annotations.NullMarked;
