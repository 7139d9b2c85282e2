package io.hft.engine.grpc;

import io.hft.engine.instrument.Instrument;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** An instrument as an operator describes it, checked whole; its id is given by the engine. */
record InstrumentForm(
        String symbol,
        String baseAsset,
        String quoteAsset,
        BigDecimal tickSize,
        BigDecimal lotSize,
        long maxQuantityLots,
        long referencePriceTicks,
        int priceBandBasisPoints) {
    private static final Pattern SYMBOL = Pattern.compile("[A-Z0-9][A-Z0-9._/-]{0,23}");
    private static final Pattern ASSET = Pattern.compile("[A-Z0-9]{1,12}");
    private static final int DIGITS_MAX = 18;

    /**
     * @throws InvalidField for the first field that breaks a rule
     */
    static InstrumentForm of(final io.hft.engine.v1.Instrument message) {
        final String symbol = message.getSymbol();
        require(
                SYMBOL.matcher(symbol).matches(),
                "symbol",
                "must be 1 to 24 capital letters, digits or ._/- and begin with a letter or digit");
        requireAsset("base_asset", message.getBaseAsset());
        requireAsset("quote_asset", message.getQuoteAsset());
        require(
                !message.getBaseAsset().equals(message.getQuoteAsset()),
                "quote_asset",
                "must be another one than the base asset");
        final BigDecimal tick = size("tick_size", message.getTickSize());
        final BigDecimal lot = size("lot_size", message.getLotSize());
        final long maxQuantity = grid(lot, "lot size").parse(field("max_quantity"), message.getMaxQuantity());
        final long reference = grid(tick, "tick size").parse(field("reference_price"), message.getReferencePrice());
        final int band = message.getPriceBandBasisPoints();
        require(
                band >= 0 && band <= Instrument.MAX_BAND_BASIS_POINTS,
                "price_band_basis_points",
                "must be from 0, for none, to " + Instrument.MAX_BAND_BASIS_POINTS);
        return new InstrumentForm(
                symbol, message.getBaseAsset(), message.getQuoteAsset(), tick, lot, maxQuantity, reference, band);
    }

    Instrument withId(final int instrumentId) {
        return new Instrument(
                instrumentId,
                symbol,
                baseAsset,
                quoteAsset,
                tickSize.unscaledValue().longValueExact(),
                tickSize.scale(),
                lotSize.unscaledValue().longValueExact(),
                lotSize.scale(),
                maxQuantityLots,
                referencePriceTicks,
                priceBandBasisPoints);
    }

    /** The grid of a market that exists can never change. */
    void requireSameGrid(final Market market) {
        final Instrument known = market.instrument();
        requireSame("base_asset", known.baseAsset(), baseAsset);
        requireSame("quote_asset", known.quoteAsset(), quoteAsset);
        requireSame("tick_size", market.price().unit(), tickSize.toPlainString());
        requireSame("lot_size", market.quantity().unit(), lotSize.toPlainString());
    }

    private static void requireSame(final String name, final String known, final String given) {
        require(
                known.equals(given),
                name,
                "is " + known + " for ever: the orders of the market that exists depend on it");
    }

    private static BigDecimal size(final String name, final String text) {
        final BigDecimal given = DecimalGrid.positive(field(name), text).stripTrailingZeros();
        final BigDecimal plain = given.scale() < 0 ? given.setScale(0) : given;
        require(
                plain.scale() <= Instrument.MAX_SCALE && plain.precision() <= DIGITS_MAX,
                name,
                "must have at most " + DIGITS_MAX + " digits and " + Instrument.MAX_SCALE + " decimals");
        return plain;
    }

    private static DecimalGrid grid(final BigDecimal unit, final String unitName) {
        return new DecimalGrid(unit.unscaledValue().longValueExact(), unit.scale(), unitName);
    }

    private static void requireAsset(final String name, final String asset) {
        require(ASSET.matcher(asset).matches(), name, "must be 1 to 12 capital letters or digits");
    }

    private static void require(final boolean holds, final String name, final String rule) {
        if (!holds) {
            throw new InvalidField(field(name), rule);
        }
    }

    private static String field(final String name) {
        return "instrument." + name;
    }
}
