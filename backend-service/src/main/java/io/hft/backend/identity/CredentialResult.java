package io.hft.backend.identity;

/** How a check of credentials ended. */
public sealed interface CredentialResult {
    /** They are good. */
    record Accepted(Credential credential) implements CredentialResult {}

    /** They are not; {@code detail} says it to the caller. */
    record Refused(CredentialRefusal reason, String detail) implements CredentialResult {}
}
