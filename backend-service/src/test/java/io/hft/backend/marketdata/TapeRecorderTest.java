package io.hft.backend.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hft.backend.support.MoneyDatabase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The tape and the candles against a plain model of them, on a real database. */
class TapeRecorderTest {
    private static final long SEED = Long.getLong("hft.seed", System.nanoTime());
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String BTC_USD = "BTC-USD";

    private final MoneyDatabase database = new MoneyDatabase();
    private final List<Model> model = new ArrayList<>();
    private long sequence;
    private long tradeId;

    private record Model(BigDecimal price, BigDecimal quantity, BigDecimal quote, String taker, Instant at) {}

    @BeforeEach
    void openUsers() {
        database.openUser(2);
        database.openUser(3);
        database.jdbc().update("""
                insert into orders (order_id, user_id, symbol, side, type, time_in_force, price, quantity, status, held, shard)
                values (1, 2, 'BTC-USD', 'BUY', 'LIMIT', 'GTC', 1, 1, 'NEW', 0, 0),
                       (2, 3, 'BTC-USD', 'SELL', 'LIMIT', 'GTC', 1, 1, 'NEW', 0, 0)
                """);
        database.jdbc().update("insert into settlement_cursors (shard, sequence) values (0, 0)");
    }

    @Test
    void recordsEachTradeOnceWhoeverComesFirstAndHoweverOften() throws InterruptedException {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        AtomicBoolean more = new AtomicBoolean(true);
        List<Thread> recorders = IntStream.range(0, 3)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    TapeRecorder recorder = recorder();
                    while (more.get()) {
                        recorder.record(0);
                    }
                }))
                .toList();
        Instant at = NOON;
        for (int batch = 0; batch < 150; batch++) {
            at = settle(random, at);
        }
        more.set(false);
        for (Thread recorder : recorders) {
            recorder.join();
        }
        recorder().record(0);
        assertTapeIsTheModel();
        for (CandleInterval interval : CandleInterval.values()) {
            assertCandlesAreTheModel(interval, at);
        }
    }

    @Test
    void catchesUpInStepsThatHalveNoTrade() {
        // A trade lies across the end of the recorder's first step.
        database.jdbc().update("update settlement_cursors set sequence = 30000");
        sequence = 19_999;
        settleTrade("100", "1", "BUY", NOON, true, true);
        sequence = 29_000;
        settleTrade("101", "2", "SELL", NOON.plusSeconds(1), true, true);
        assertThat(recorder().record(0)).hasSize(2);
        assertTapeIsTheModel();
        assertThat(recorder().record(0)).isEmpty();
    }

    @Test
    void takesTheSideFromWhicheverHalfIsBooked() {
        settleTrade("100", "1", "SELL", NOON, true, false);
        settleTrade("100", "1", "BUY", NOON, false, true);
        database.jdbc().update("update settlement_cursors set sequence = ?", sequence);
        recorder().record(0);
        assertTapeIsTheModel();
    }

    @Test
    void losesNothingWhenItsTransactionFails() {
        settleTrade("100", "1", "BUY", NOON, true, true);
        database.jdbc().update("update settlement_cursors set sequence = ?", sequence);
        database.jdbc()
                .execute("create function refuse() returns trigger language plpgsql as $$ begin"
                        + " raise unique_violation; end $$");
        database.jdbc().execute("create trigger refuse before insert on candles execute function refuse()");
        TapeRecorder recorder = recorder();
        assertThat(catchThrowable(() -> recorder.record(0))).isInstanceOf(DuplicateKeyException.class);
        assertThat(database.count("trades")).isZero();
        database.jdbc().execute("drop trigger refuse on candles");
        assertThat(recorder.record(0)).hasSize(1);
        assertTapeIsTheModel();
    }

    @Test
    void carriesTheLastCloseThroughEmptyIntervalsAndBeginsWithTheFirstTrade() {
        settleTrade("100", "1", "BUY", NOON.plusSeconds(30), true, true);
        settleTrade("90", "2", "BUY", NOON.plusSeconds(59), true, true);
        settleTrade("110", "1", "BUY", NOON.plusSeconds(240), true, true);
        database.jdbc().update("update settlement_cursors set sequence = ?", sequence);
        recorder().record(0);
        Candles candles = candles(NOON.plusSeconds(400));
        List<Candle> minutes = candles.latest(BTC_USD, CandleInterval.MINUTE, 100);
        assertThat(minutes.stream().map(TapeRecorderTest::text))
                .containsExactly(
                        "12:00 100 100 90 90 3 280 2",
                        "12:01 90 90 90 90 0 0 0",
                        "12:02 90 90 90 90 0 0 0",
                        "12:03 90 90 90 90 0 0 0",
                        "12:04 110 110 110 110 1 110 1",
                        "12:05 110 110 110 110 0 0 0",
                        "12:06 110 110 110 110 0 0 0");
        assertThat(candles.range(BTC_USD, CandleInterval.MINUTE, NOON.plusSeconds(61), NOON.plusSeconds(180)).stream()
                        .map(TapeRecorderTest::text))
                .containsExactly("12:02 90 90 90 90 0 0 0");
        assertThat(candles.latest(BTC_USD, CandleInterval.FIVE_MINUTES, 1).stream()
                        .map(TapeRecorderTest::text))
                .containsExactly("12:05 110 110 110 110 0 0 0");
        assertThat(candles.range(BTC_USD, CandleInterval.MINUTE, NOON.minusSeconds(600), NOON))
                .isEmpty();
        DayStatistics day = new DayTicker(database.client(), at(NOON.plus(Duration.ofHours(24)))).of(BTC_USD);
        assertThat(day.trades()).as("the first minute is older than a day").isEqualTo(1);
        assertThat(day.open()).isEqualByComparingTo("110");
        DayStatistics later = new DayTicker(database.client(), at(NOON.plus(Duration.ofDays(3)))).of(BTC_USD);
        assertThat(later.last()).isEqualByComparingTo("110");
        assertThat(later.trades()).isZero();
        DayStatistics first = new DayTicker(database.client(), at(NOON.plusSeconds(300))).of(BTC_USD);
        assertThat(List.of(first.open(), first.high(), first.low(), first.last(), first.volume(), first.quoteVolume()))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(
                        new BigDecimal("100"),
                        new BigDecimal("110"),
                        new BigDecimal("90"),
                        new BigDecimal("110"),
                        new BigDecimal("4"),
                        new BigDecimal("390"));
        assertThat(first.change()).isEqualByComparingTo("10");
        assertThat(first.changePercent()).isEqualTo(new BigDecimal("10.00"));
    }

    private static String text(Candle candle) {
        return LocalTime.ofInstant(candle.openTime(), ZoneOffset.UTC)
                + Stream.of(
                                candle.open(),
                                candle.high(),
                                candle.low(),
                                candle.close(),
                                candle.volume(),
                                candle.quoteVolume())
                        .map(value -> " " + value.setScale(0).toPlainString())
                        .collect(Collectors.joining())
                + " " + candle.trades();
    }

    private Instant settle(Random random, Instant from) {
        Instant at = from;
        List<Object[]> rows = new ArrayList<>();
        int events = 1 + random.nextInt(12);
        for (int i = 0; i < events; i++) {
            at = at.plusMillis(random.nextInt(random.nextInt(20) == 0 ? 400_000 : 9_000));
            if (random.nextInt(3) == 0) {
                sequence++;
            } else {
                boolean maker = random.nextInt(5) > 0;
                rows.addAll(trade(
                        Integer.toString(90 + random.nextInt(20)),
                        "0." + (1 + random.nextInt(99_999_999)),
                        random.nextBoolean() ? "BUY" : "SELL",
                        at,
                        maker,
                        !maker || random.nextInt(5) > 0));
            }
        }
        database.transaction().executeWithoutResult(status -> {
            insert(rows);
            database.jdbc().update("update settlement_cursors set sequence = ?", sequence);
        });
        return at;
    }

    private void settleTrade(
            String price, String quantity, String taker, Instant at, boolean maker, boolean bookTaker) {
        insert(trade(price, quantity, taker, at, maker, bookTaker));
    }

    private List<Object[]> trade(
            String price, String quantity, String taker, Instant at, boolean maker, boolean bookTaker) {
        BigDecimal quote =
                new BigDecimal(price).multiply(new BigDecimal(quantity)).setScale(8, RoundingMode.DOWN);
        model.add(new Model(new BigDecimal(price), new BigDecimal(quantity), quote, taker, at));
        tradeId++;
        List<Object[]> rows = new ArrayList<>();
        sequence++;
        String opposite = taker.equals("BUY") ? "SELL" : "BUY";
        if (maker) {
            rows.add(fill(opposite, price, quantity, quote, "MAKER", at));
        }
        sequence++;
        if (bookTaker) {
            rows.add(fill(taker, price, quantity, quote, "TAKER", at));
        }
        return rows;
    }

    private Object[] fill(String side, String price, String quantity, BigDecimal quote, String liquidity, Instant at) {
        boolean buy = side.equals("BUY");
        return new Object[] {
            sequence, tradeId, buy ? 1 : 2, buy ? 2 : 3, side, price, quantity, quote, liquidity, Timestamp.from(at)
        };
    }

    private void insert(List<Object[]> rows) {
        database.jdbc().batchUpdate("""
                insert into fills (shard, sequence, trade_id, order_id, user_id, symbol, side, price, quantity, quote_amount,
                    liquidity, executed_at, fee_asset)
                values (0, ?, ?, ?, ?, 'BTC-USD', ?, ?::numeric, ?::numeric, ?, ?, ?, 'USD')
                """, rows);
    }

    private void assertTapeIsTheModel() {
        List<Trade> tape = new Tape(database.client()).after(BTC_USD, 0, 10_000);
        assertThat(tape.stream().map(Trade::number))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, model.size())
                        .mapToObj(Long::valueOf)
                        .toList());
        assertThat(tape.stream()
                        .map(trade -> new Model(
                                trade.price().stripTrailingZeros(),
                                trade.quantity().stripTrailingZeros(),
                                trade.quoteAmount(),
                                trade.takerSide().name(),
                                trade.executedAt())))
                .containsExactlyElementsOf(model.stream()
                        .map(one -> new Model(
                                one.price().stripTrailingZeros(),
                                one.quantity().stripTrailingZeros(),
                                one.quote(),
                                one.taker(),
                                one.at()))
                        .toList());
    }

    private void assertCandlesAreTheModel(CandleInterval interval, Instant end) {
        Map<Instant, List<Model>> byCandle = new TreeMap<>();
        model.forEach(one -> byCandle.computeIfAbsent(interval.floor(one.at()), start -> new ArrayList<>())
                .add(one));
        Instant first = byCandle.keySet().iterator().next();
        List<Candle> candles = candles(end).range(BTC_USD, interval, first, end.plusSeconds(1));
        Instant expected = first;
        BigDecimal lastClose = null;
        for (Candle candle : candles) {
            assertThat(candle.openTime()).isEqualTo(expected);
            expected = expected.plusSeconds(interval.seconds());
            List<Model> trades = byCandle.getOrDefault(candle.openTime(), List.of());
            assertThat(candle.trades()).isEqualTo(trades.size());
            BigDecimal open = trades.isEmpty() ? lastClose : trades.getFirst().price();
            lastClose = trades.isEmpty() ? lastClose : trades.getLast().price();
            assertThat(candle.open()).isEqualByComparingTo(open);
            assertThat(candle.close()).isEqualByComparingTo(lastClose);
            assertThat(candle.high())
                    .isEqualByComparingTo(trades.stream().map(Model::price).reduce(open, BigDecimal::max));
            assertThat(candle.low())
                    .isEqualByComparingTo(trades.stream().map(Model::price).reduce(open, BigDecimal::min));
            assertThat(candle.volume())
                    .isEqualByComparingTo(
                            trades.stream().map(Model::quantity).reduce(BigDecimal.ZERO, BigDecimal::add));
            assertThat(candle.quoteVolume())
                    .isEqualByComparingTo(trades.stream().map(Model::quote).reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        assertThat(expected).as("up to now").isAfter(end);
    }

    private TapeRecorder recorder() {
        return new TapeRecorder(
                database.client(), new JdbcTransactionManager(database.jdbc().getDataSource()));
    }

    private Candles candles(Instant now) {
        return new Candles(database.client(), at(now));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
