package io.hft.tui.model;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Everything that the full screen shows. */
public final class Desk {
    /** The screens, in the order of their number keys. */
    public enum Page {
        TRADE,
        ORDERS,
        POSITIONS,
        FILLS,
        LOG
    }

    private final Map<String, BookModel> books = new HashMap<>();
    private final Map<String, TapeModel> tapes = new HashMap<>();
    private final Map<String, CandlesModel> candles = new HashMap<>();
    public final WatchlistModel watchlist = new WatchlistModel();
    public final OrdersModel orders = new OrdersModel();
    public final FillsModel fills = new FillsModel();
    public final MoneyModel money = new MoneyModel();
    public final TicketModel ticket = new TicketModel();
    public final LogModel log = new LogModel();
    public final PromptModel prompt = new PromptModel();
    public final ConnectionModel connection = new ConnectionModel();
    private Page page = Page.TRADE;
    private boolean help;
    private int ladderOffset;

    public BookModel book(String symbol) {
        return books.computeIfAbsent(symbol, name -> new BookModel());
    }

    public BookModel book() {
        return book(watchlist.selected());
    }

    public TapeModel tape() {
        return tape(watchlist.selected());
    }

    public TapeModel tape(String symbol) {
        return tapes.computeIfAbsent(symbol, name -> new TapeModel());
    }

    public CandlesModel candles() {
        return candles(watchlist.selected());
    }

    public CandlesModel candles(String symbol) {
        return candles.computeIfAbsent(symbol, name -> new CandlesModel());
    }

    /** Nothing that the feed brought is certain any more. */
    public void markStale() {
        books.values().forEach(BookModel::markStale);
    }

    /** Whether what is looked at may be old. */
    public boolean isStale() {
        return connection.isStale() || book().isStale();
    }

    /** What one unit would trade at now, for valuing. */
    public Optional<BigDecimal> price(String symbol, Side side) {
        return book(symbol).best(side.other()).map(BookModel.Level::price).or(() -> watchlist
                .ticker(symbol)
                .flatMap(WatchlistModel.Ticker::price));
    }

    public Page page() {
        return page;
    }

    public void show(Page wanted) {
        page = wanted;
        help = false;
    }

    public boolean help() {
        return help;
    }

    public void toggleHelp() {
        help = !help;
    }

    /** By how many levels the ladder is scrolled off its middle; positive: towards higher prices. */
    public int ladderOffset() {
        return ladderOffset;
    }

    public void moveLadder(int levels) {
        ladderOffset = Math.clamp(ladderOffset + (long) levels, -200, 200);
    }

    public void centreLadder() {
        ladderOffset = 0;
    }
}
