package io.hft.backend.instruments.web;

import io.hft.backend.instruments.Asset;
import io.hft.backend.instruments.Assets;
import io.hft.backend.instruments.Instrument;
import io.hft.backend.instruments.Instruments;
import io.hft.backend.money.Decimals;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InstrumentController {
    private final Instruments instruments;
    private final Assets assets;

    InstrumentController(Instruments instruments, Assets assets) {
        this.instruments = instruments;
        this.assets = assets;
    }

    @GetMapping("/api/v1/instruments")
    @SecurityRequirements
    @Tag(name = "Market")
    @Operation(summary = "What can be traded", description = "Grids, limits and reference price of each market.")
    List<InstrumentResponse> instruments() {
        return instruments.all().stream().map(InstrumentResponse::of).toList();
    }

    @GetMapping("/api/v1/trading/assets")
    @SecurityRequirements
    @Tag(name = "Simple buy")
    @Operation(
            summary = "Assets and their present price in USD",
            description = "The price of the last trade; before the first trade the reference price.")
    List<AssetResponse> assets() {
        return assets.all().stream().map(AssetResponse::of).toList();
    }

    @Schema(name = "Instrument")
    record InstrumentResponse(
            @Schema(example = "BTC-USD") String symbol,
            @Schema(example = "BTC") String baseAsset,
            @Schema(example = "USD") String quoteAsset,
            @Schema(example = "0.01") String tickSize,
            @Schema(example = "0.00000001") String lotSize,
            @Schema(example = "1000.00000000") String maxQuantity,
            @Schema(example = "50000.00") String referencePrice,

            @Schema(example = "1000", description = "Half width of the price band in hundredths of a percent; 0: none")
            int priceBandBasisPoints) {
        static InstrumentResponse of(Instrument instrument) {
            return new InstrumentResponse(
                    instrument.symbol(),
                    instrument.baseAsset(),
                    instrument.quoteAsset(),
                    shortest(instrument.tickSize()),
                    shortest(instrument.lotSize()),
                    Decimals.plain(instrument.maxQuantity()),
                    instrument
                            .referencePrice()
                            .setScale(instrument.priceScale(), RoundingMode.UNNECESSARY)
                            .toPlainString(),
                    instrument.priceBandBasisPoints());
        }

        private static String shortest(BigDecimal step) {
            return step.stripTrailingZeros().toPlainString();
        }
    }

    @Schema(name = "Asset")
    record AssetResponse(
            @Schema(example = "BTC") String symbol,
            @Schema(example = "Bitcoin") String name,

            @Schema(example = "50000.00000000", description = "In USD; null while nobody has named a price") @Nullable
            String price) {
        static AssetResponse of(Asset asset) {
            BigDecimal price = asset.priceUsd();
            return new AssetResponse(asset.symbol(), asset.name(), price == null ? null : Decimals.plain(price));
        }
    }
}
