package io.hft.backend.marketdata;

/**
 * A price level as it goes over the wire.
 *
 * @param price with as many decimals as the market's tick has
 * @param quantity with eight decimals; {@link #NONE} in a change takes the level out
 */
public record BookLevel(String price, String quantity) {
    public static final String NONE = "0.00000000";

    public boolean isGone() {
        return NONE.equals(quantity);
    }
}
