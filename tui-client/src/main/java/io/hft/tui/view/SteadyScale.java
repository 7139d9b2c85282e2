package io.hft.tui.view;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How many decimals a market's quantities are shown with: never fewer than before, so that a column stands still while its numbers change. */
final class SteadyScale {
    private final int most;
    private final Map<String, Integer> scales = new HashMap<>();

    SteadyScale(int most) {
        this.most = most;
    }

    int of(String symbol, Collection<BigDecimal> values) {
        return scales.merge(symbol, Numbers.commonScale(values, most), Math::max);
    }
}
