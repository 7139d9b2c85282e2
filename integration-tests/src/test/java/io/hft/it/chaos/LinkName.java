package io.hft.it.chaos;

/** Connections that can be broken: each leads through a proxy of its own. */
enum LinkName {
    BACKEND_TO_ENGINE("backend to engine"),
    BACKEND_TO_POSTGRES("backend to postgres"),
    CLIENTS_TO_BACKEND("clients to backend"),
    SESSIONS_TO_ENGINE("sessions to engine");

    private final String text;

    LinkName(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
