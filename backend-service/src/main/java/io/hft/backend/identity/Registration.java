package io.hft.backend.identity;

/** How a registration ended. */
public sealed interface Registration {
    /** A new member. */
    record Registered(User user) implements Registration {}

    /** Somebody has this name, be it in other letters' case. */
    record UsernameTaken() implements Registration {}

    /** Somebody registered with this address. */
    record EmailTaken() implements Registration {}
}
