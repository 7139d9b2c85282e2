package io.hft.backend.stream;

/**
 * A message for the sessions of one user.
 *
 * @param seq the engine's event
 */
record AccountEvent(long userId, long seq, Frame frame) {}
