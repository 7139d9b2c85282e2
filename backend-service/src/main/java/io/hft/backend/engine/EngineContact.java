package io.hft.backend.engine;

import java.util.List;

/**
 * The engine answers, and these are its instruments: published with every new connection and whenever they have changed, before anything else
 * is done with them. Listeners take the same news twice.
 */
public record EngineContact(List<EngineInstrument> instruments) {
    public EngineContact {
        instruments = List.copyOf(instruments);
    }
}
