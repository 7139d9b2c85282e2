package io.hft.engine.risk;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** The limits of every scope that was ever set. Asked rarely: accounts keep what was resolved for them until the version changes. */
final class LimitScopes {
    private final Int2ObjectHashMap<Long2ObjectHashMap<RiskLimits>> byInstrument = new Int2ObjectHashMap<>();
    private int version = 1;

    /** Changes with everything that may change a resolved limit; never 0. */
    int version() {
        return version;
    }

    void invalidate() {
        version = version == -1 ? 1 : version + 1;
    }

    void set(RiskLimits limits) {
        byInstrument
                .computeIfAbsent(limits.instrumentId(), id -> new Long2ObjectHashMap<>())
                .put(limits.accountId(), limits);
        invalidate();
    }

    /** What was set last for exactly this scope, or null when nothing ever was. */
    @Nullable
    RiskLimits find(long accountId, int instrumentId) {
        final Long2ObjectHashMap<RiskLimits> byAccount = byInstrument.get(instrumentId);
        return byAccount == null ? null : byAccount.get(accountId);
    }

    /** In no order. */
    List<RiskLimits> all() {
        final List<RiskLimits> all = new ArrayList<>();
        for (final Long2ObjectHashMap<RiskLimits> byAccount : byInstrument.values()) {
            all.addAll(byAccount.values());
        }
        return all;
    }
}
