package io.hft.it.chaos;

/** What is traded, and how the engine is set up for it: as by default, but small files, so that they begin and end often. */
final class ChaosMarkets {
    /** Where the backend's users and its house trade. */
    static final String REST_SYMBOL = "BTC-USD";

    /** Where clients of the engine trade that the backend does not know; it has nobody who quotes here. */
    static final String SESSION_SYMBOL = "ETH-BTC";

    static final String ENGINE_CONFIG = """
            instruments:
              - symbol: BTC-USD
                tick-size: 0.01
                lot-size: 0.00000001
                reference-price: 50000
                price-band-basis-points: 1000
                max-quantity: 10000
                shard: 0
              - symbol: ETH-USD
                tick-size: 0.01
                lot-size: 0.00000001
                reference-price: 3000
                price-band-basis-points: 1000
                max-quantity: 100000
                shard: 0
              - symbol: SOL-USD
                tick-size: 0.01
                lot-size: 0.00000001
                reference-price: 100
                price-band-basis-points: 1000
                max-quantity: 1000000
                shard: 0
              - symbol: ETH-BTC
                tick-size: 0.0001
                lot-size: 0.0001
                reference-price: 0.06
                price-band-basis-points: 5000
                max-quantity: 100000
                shard: 0
            journal:
              durability: sync
              segment-size-bytes: 65536
            event-log:
              segment-size-bytes: 131072
              retain-events: 12000
            snapshots:
              every-commands: 2500
              every-minutes: 0
              keep: 2
            """;

    private ChaosMarkets() {}
}
