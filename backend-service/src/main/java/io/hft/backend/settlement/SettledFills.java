package io.hft.backend.settlement;

import java.util.Set;

/**
 * Spring event: a batch is booked and committed. Published on the settler's thread outside of its transaction; listeners must be quick.
 *
 * @param symbols whose trades were in it
 * @param userIds whose orders or money changed
 */
public record SettledFills(Set<String> symbols, Set<Long> userIds) {
    public SettledFills {
        symbols = Set.copyOf(symbols);
        userIds = Set.copyOf(userIds);
    }
}
