package io.hft.backend.identity;

/** Why credentials are not good. */
public enum CredentialRefusal {
    /** Not one of ours, expired, revoked, or its user may not act any more. Which of these is not said. */
    INVALID,
    /** There is no such key, or the signature is not that of the request. Which of these is not said. */
    BAD_SIGNATURE,
    /** The timestamp is missing, malformed, too old or in the future. */
    OUTSIDE_WINDOW,
    /** The same signature was here before. */
    REPLAYED,
    /** More requests in one window than are remembered. */
    TOO_MANY
}
