package io.hft.backend.engine;

import java.util.List;

/** Spring event: the engine answers (again); published at the first contact and after every reconnect, on the link's own thread. */
public record EngineConnected(List<EngineInstrument> instruments) {
    public EngineConnected {
        instruments = List.copyOf(instruments);
    }
}
