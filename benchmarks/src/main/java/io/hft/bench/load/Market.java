package io.hft.bench.load;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where users trade.
 *
 * @param bid the best one when it was looked at
 * @param quantity of one order: worth some fifty of the quote asset
 */
record Market(String symbol, BigDecimal bid, BigDecimal tick, String quantity) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final BigDecimal WORTH = new BigDecimal(50);
    /** How far below the best bid an order rests, in thousandths of it: within every price band, and nobody's before the house's. */
    private static final int NEAREST = 10;

    private static final int FARTHEST = 50;

    /** All that have a bid. */
    static List<Market> of(HttpClient http, URI url) throws IOException, InterruptedException {
        final List<Market> markets = new ArrayList<>();
        for (final JsonNode instrument : read(http, url.resolve("/api/v1/instruments"))) {
            final String symbol = instrument.path("symbol").asString();
            final JsonNode bids = read(http, url.resolve("/api/v1/market/" + symbol + "/book?depth=1"))
                    .path("bids");
            if (!bids.isEmpty()) {
                final BigDecimal bid = new BigDecimal(bids.get(0).get(0).asString());
                final BigDecimal tick =
                        new BigDecimal(instrument.path("tick_size").asString());
                final BigDecimal lot =
                        new BigDecimal(instrument.path("lot_size").asString());
                markets.add(new Market(symbol, bid, tick, quantity(bid, lot)));
            }
        }
        if (markets.isEmpty()) {
            throw new IOException("no market of " + url + " has a bid: the load wants a sandbox, whose house quotes");
        }
        return markets;
    }

    private static String quantity(BigDecimal bid, BigDecimal lot) {
        final BigDecimal lots = WORTH.divide(bid, 8, RoundingMode.DOWN).divideToIntegralValue(lot);
        return lots.max(BigDecimal.ONE).multiply(lot).stripTrailingZeros().toPlainString();
    }

    private static JsonNode read(HttpClient http, URI uri) throws IOException, InterruptedException {
        final HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    String restingPrice(Random random) {
        final BigDecimal thousandths = BigDecimal.valueOf(1000 - random.nextInt(NEAREST, FARTHEST), 3);
        return bid.multiply(thousandths)
                .divideToIntegralValue(tick)
                .multiply(tick)
                .stripTrailingZeros()
                .toPlainString();
    }
}
