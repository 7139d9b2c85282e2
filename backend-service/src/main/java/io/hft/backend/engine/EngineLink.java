package io.hft.backend.engine;

import java.util.Optional;

/** Whether the engine answers; for health and for those who ask before they start something long. */
public interface EngineLink {
    boolean isConnected();

    /** Why it does not answer; empty while it does. */
    Optional<String> problem();
}
