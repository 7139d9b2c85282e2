package io.hft.tui.model;

import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Desks for tests, filled with what a backend would say. */
public final class Desks {
    private static final JsonMapper JSON = new JsonMapper();
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Desks() {}

    public static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    /** An afternoon in the sandbox: two markets, an order resting, one done, a position. */
    public static Desk busy() {
        Desk desk = new Desk();
        desk.watchlist.markets(json("""
                [{'symbol':'BTC-USD','base_asset':'BTC','quote_asset':'USD','tick_size':'0.01','lot_size':'0.00000001'},
                 {'symbol':'ETH-USD','base_asset':'ETH','quote_asset':'USD','tick_size':'0.01','lot_size':'0.00000001'}]"""));
        desk.watchlist.ticker("BTC-USD", json("""
                {'last':'50000.00','change_percent':'0.40','best_bid':'49999.99','best_ask':'50000.00','volume':'12.5'}"""));
        desk.watchlist.ticker("ETH-USD", json("""
                {'last':'2990.00','change_percent':'-0.33','best_bid':'2989.99','best_ask':'2990.00','volume':'1.0'}"""));
        desk.book().apply(bookSnapshot(1));
        desk.tape().apply(json("""
                {'type':'snapshot','trades':[
                 {'seq':1,'price':'49990.00','quantity':'0.50000000','side':'SELL','executed_at':'2026-01-01T11:58:00Z'},
                 {'seq':2,'price':'50000.00','quantity':'0.12500000','side':'BUY','executed_at':'2026-01-01T11:59:30Z'}]}"""));
        desk.candles().add(json("""
                [{'open_time':'2026-01-01T11:57:00Z','open':'49980.00','high':'50020.00','low':'49970.00','close':'50010.00'},
                 {'open_time':'2026-01-01T11:58:00Z','open':'50010.00','high':'50010.00','low':'49990.00','close':'49990.00'},
                 {'open_time':'2026-01-01T11:59:00Z','open':'49990.00','high':'50000.00','low':'49990.00','close':'50000.00'}]"""));
        desk.orders.put(order("1001", "BUY", "49995.00", "0.25000000", "0.00000000", "NEW", "11:59:00"));
        desk.orders.put(order("1002", "BUY", "50000.00", "0.12500000", "0.12500000", "FILLED", "11:59:30"));
        desk.fills.put(FillsModel.Fill.of(json("""
                {'fill_id':'0-7','order_id':'1002','symbol':'BTC-USD','side':'BUY','price':'50000.00','quantity':'0.12500000',
                 'quote_amount':'6250.00','fee':'0.00','liquidity':'TAKER','executed_at':'2026-01-01T11:59:30Z','engine_sequence':7}""")));
        desk.money.balances(json("""
                [{'asset':'BTC','total':'0.12500000','held':'0.00000000','available':'0.12500000'},
                 {'asset':'USD','total':'93750.00000000','held':'12498.75000000','available':'81251.25000000'}]"""));
        desk.money.positions(json("""
                [{'asset':'BTC','quantity':'0.12500000','average_cost':'49000.00','cost_basis':'6125.00','market_price':'50000.00',
                  'realized_pnl':'-10.50'}]"""));
        desk.connection.feed(ConnectionModel.Feed.LIVE, null);
        desk.connection.latency(Duration.ofMillis(2));
        desk.connection.engine("ok");
        desk.connection.account("demo", true);
        desk.connection.sawSequence(1042);
        desk.log.add(NOON, LogModel.Level.GOOD, "live: connected to http://127.0.0.1:8000");
        return desk;
    }

    public static OrderRow order(
            String id, String side, String price, String quantity, String filled, String status, String time) {
        return OrderRow.of(json("""
                {'order_id':'%s','symbol':'BTC-USD','side':'%s','type':'LIMIT','time_in_force':'GTC','price':'%s','quantity':'%s',
                 'cumulative_quantity':'%s','leaves_quantity':'%s','status':'%s','created_at':'2026-01-01T%sZ',
                 'updated_at':'2026-01-01T%sZ','engine_sequence':%s}""".formatted(
                id, side, price, quantity, filled, status.equals("NEW") ? quantity : "0", status, time, time, id)));
    }

    /** Three levels a side, with the right checksum. */
    public static JsonNode bookSnapshot(long seq) {
        String[] texts = {
            "49999.99:2.00000000:50000.00:1.50000000",
            "49995.00:0.75000000:50005.00:4.00000000",
            "49990.00:8.00000000:50010.00:8.00000000"
        };
        return json("""
                {'channel':'book','type':'snapshot','seq':%d,'symbol':'BTC-USD','sequence':1042,
                 'bids':[['49999.99','2.00000000'],['49995.00','0.75000000'],['49990.00','8.00000000']],
                 'asks':[['50000.00','1.50000000'],['50005.00','4.00000000'],['50010.00','8.00000000']],
                 'checksum':%d,'timestamp':'2026-01-01T12:00:00Z'}""".formatted(seq, crc(String.join(":", texts))));
    }

    public static long crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return crc.getValue();
    }
}
