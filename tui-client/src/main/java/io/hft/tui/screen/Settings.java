package io.hft.tui.screen;

import io.hft.tui.client.BackendClient;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What the full screen is started with.
 *
 * @param account who is logged in; empty when nobody is
 * @param directory where the history is kept
 * @param confirmAbove orders worth more in the quote asset are asked for in a word
 */
public record Settings(
        BackendClient backend,
        String account,
        Path directory,
        BigDecimal confirmAbove,
        Map<String, String> environment,
        Clock clock) {}
