package io.hft.backend.identity;

/** A new member; published inside the transaction that makes it, so that listeners succeed or fail with it. */
public record UserRegistered(long userId) {}
