package io.hft.backend.web.limits;

/** What requests are counted against. None ever takes from another: who has no orders left can still cancel and look. */
public enum Budget {
    /** Orders placed, changed and bought, each item of a batch; and whatever else changes something. */
    ORDERS("orders"),
    /** One order or all of them, and the dead man's switch. */
    CANCELS("cancellations"),
    /** Of a user. */
    READS("reads"),
    /** Of an address that sends no credentials. */
    ANONYMOUS_READS("requests without credentials"),
    /** Registration, login and refresh, by address: each costs as much processor time as many orders. */
    LOGINS("logins");

    private final String text;

    Budget(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
