package io.hft.engine.config;

/** One wrong setting: where it stands ({@code journal.durability}, {@code HFT_ENGINE_PORT}) and what would be right. */
public record ConfigProblem(String place, String message) {

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
