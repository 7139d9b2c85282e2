package io.hft.backend.portfolio;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Everything that a user has that is not nothing, by asset, valued at one moment. */
public record Portfolio(long userId, List<Position> positions, Instant valuedAt) {
    public Portfolio {
        positions = List.copyOf(positions);
    }

    /** Exact; to be rounded for show. */
    public BigDecimal totalUsd() {
        return positions.stream().map(Position::valueUsd).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
