package io.hft.engine.instrument;

import java.util.regex.Pattern;

/**
 * What is traded. Prices are whole ticks and quantities whole lots; a tick or lot is {@code mantissa / 10^scale} of the quote
 * or base asset.
 *
 * @param instrumentId 1 to {@value #MAX_ID}; never given to another symbol
 * @param symbol upper-case letters, digits, {@code -}, {@code .}, {@code _} or {@code /}; at most {@value #MAX_SYMBOL_LENGTH}
 * @param maxQuantityLots the largest total quantity of one order
 * @param referencePriceTicks the price around which the band is drawn before the first trade
 * @param priceBandBasisPoints half width of the band in hundredths of a percent; 0: no band
 */
public record Instrument(
        int instrumentId,
        String symbol,
        String baseAsset,
        String quoteAsset,
        long tickSizeMantissa,
        int tickSizeScale,
        long lotSizeMantissa,
        int lotSizeScale,
        long maxQuantityLots,
        long referencePriceTicks,
        int priceBandBasisPoints) {
    public static final int MAX_ID = 65_535;
    public static final int MAX_SYMBOL_LENGTH = 24;
    public static final int MAX_ASSET_LENGTH = 12;
    public static final int MAX_SCALE = 8;
    public static final int MAX_BAND_BASIS_POINTS = 10_000;

    private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9][A-Z0-9._/-]*");
    private static final Pattern ASSET = Pattern.compile("[A-Z0-9]+");

    public Instrument {
        requireRange("instrumentId", instrumentId, 1, MAX_ID);
        requireText("symbol", symbol, SYMBOL, MAX_SYMBOL_LENGTH);
        requireText("baseAsset", baseAsset, ASSET, MAX_ASSET_LENGTH);
        requireText("quoteAsset", quoteAsset, ASSET, MAX_ASSET_LENGTH);
        if (baseAsset.equals(quoteAsset)) {
            throw new IllegalArgumentException("quoteAsset must differ from baseAsset, both are " + quoteAsset);
        }
        requireRange("tickSizeMantissa", tickSizeMantissa, 1, Long.MAX_VALUE);
        requireRange("tickSizeScale", tickSizeScale, 0, MAX_SCALE);
        requireRange("lotSizeMantissa", lotSizeMantissa, 1, Long.MAX_VALUE);
        requireRange("lotSizeScale", lotSizeScale, 0, MAX_SCALE);
        requireRange("maxQuantityLots", maxQuantityLots, 1, Long.MAX_VALUE);
        requireRange("referencePriceTicks", referencePriceTicks, 1, Long.MAX_VALUE);
        requireRange("priceBandBasisPoints", priceBandBasisPoints, 0, MAX_BAND_BASIS_POINTS);
    }

    /** Whether prices and quantities mean the same in both: same symbol, assets, tick and lot. */
    public boolean sameGridAs(Instrument other) {
        return symbol.equals(other.symbol)
                && baseAsset.equals(other.baseAsset)
                && quoteAsset.equals(other.quoteAsset)
                && tickSizeMantissa == other.tickSizeMantissa
                && tickSizeScale == other.tickSizeScale
                && lotSizeMantissa == other.lotSizeMantissa
                && lotSizeScale == other.lotSizeScale;
    }

    private static void requireRange(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(field + " must be between " + min + " and " + max + ", was " + value);
        }
    }

    private static void requireText(String field, String value, Pattern pattern, int maxLength) {
        if (value.length() > maxLength || !pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    field + " must be 1 to " + maxLength + " characters matching " + pattern + ", was '" + value + "'");
        }
    }
}
