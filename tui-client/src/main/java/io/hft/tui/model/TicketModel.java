package io.hft.tui.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An order that is being written. Enter once and it is read back, Enter twice and it goes; a big one is asked for in a word. */
public final class TicketModel {
    /** What can be filled in. */
    public enum Field {
        SIDE,
        TYPE,
        TIME_IN_FORCE,
        PRICE,
        STOP,
        SIZED_BY,
        AMOUNT,
        DISPLAY,
        POST_ONLY
    }

    /** How far it is. */
    public enum Stage {
        CLOSED,
        WRITING,
        /** It is read back; Enter sends it. */
        CONFIRMING,
        /** It is worth more than the limit: only the letter y sends it. */
        CONFIRMING_BIG,
        SENDING
    }

    /** What the backend says that it would cost. */
    public record Preview(
            String holdAsset,
            BigDecimal hold,
            BigDecimal available,
            boolean sufficient,
            @Nullable BigDecimal price) {}

    public static final List<String> TYPES = List.of("LIMIT", "MARKET", "STOP", "STOP_LIMIT", "ICEBERG");
    private static final int LONGEST = 27;

    private final Map<Field, String> texts = new EnumMap<>(Field.class);
    private Side side = Side.BUY;
    private String type = "LIMIT";
    private String timeInForce = "GTC";
    private boolean byQuote;
    private boolean postOnly;
    private Field focus = Field.AMOUNT;
    private Stage stage = Stage.CLOSED;
    private @Nullable Market market;
    private @Nullable Preview preview;
    private @Nullable String problem;
    private @Nullable String key;

    /** Begins an order; the price is what one could trade at. */
    public void open(Market where, Side newSide, @Nullable BigDecimal price) {
        boolean sameMarket = where.equals(market);
        market = where;
        side = newSide;
        if (!sameMarket) {
            texts.clear();
        }
        if (price != null) {
            texts.put(
                    Field.PRICE,
                    price.setScale(where.priceScale(), RoundingMode.HALF_UP).toPlainString());
        }
        focus = Field.AMOUNT;
        stage = Stage.WRITING;
        changed();
    }

    public void close() {
        stage = Stage.CLOSED;
        key = null;
    }

    public boolean isOpen() {
        return stage != Stage.CLOSED;
    }

    public Stage stage() {
        return stage;
    }

    public Side side() {
        return side;
    }

    public String type() {
        return type;
    }

    public String timeInForce() {
        return timeInForce;
    }

    public boolean byQuote() {
        return byQuote;
    }

    public boolean postOnly() {
        return postOnly;
    }

    public Field focus() {
        return focus;
    }

    public Optional<Market> market() {
        return Optional.ofNullable(market);
    }

    public Optional<Preview> preview() {
        return Optional.ofNullable(preview);
    }

    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    public String text(Field field) {
        return texts.getOrDefault(field, "");
    }

    /** The fields that this type of order has. */
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>(List.of(Field.SIDE, Field.TYPE, Field.TIME_IN_FORCE));
        if (hasLimit()) {
            fields.add(Field.PRICE);
        }
        if (type.startsWith("STOP")) {
            fields.add(Field.STOP);
        }
        if (type.equals("MARKET")) {
            fields.add(Field.SIZED_BY);
        }
        fields.add(Field.AMOUNT);
        if (type.equals("ICEBERG")) {
            fields.add(Field.DISPLAY);
        }
        if (type.equals("LIMIT") || type.equals("ICEBERG")) {
            fields.add(Field.POST_ONLY);
        }
        return fields;
    }

    private boolean hasLimit() {
        return !type.equals("MARKET") && !type.equals("STOP");
    }

    private List<String> timesInForce() {
        return switch (type) {
            case "MARKET" -> List.of("IOC", "FOK");
            case "LIMIT" -> List.of("GTC", "IOC", "FOK", "DAY");
            default -> List.of("GTC", "DAY");
        };
    }

    public void moveFocus(int places) {
        List<Field> fields = fields();
        focus = fields.get(Math.floorMod(fields.indexOf(focus) + places, fields.size()));
        backToWriting();
    }

    public void focusOn(Field field) {
        if (fields().contains(field)) {
            focus = field;
            backToWriting();
        }
    }

    /** The next or the last choice of the field in focus; a price goes a tick up or down. */
    public void choose(int places) {
        switch (focus) {
            case SIDE -> side = side.other();
            case TYPE -> become(TYPES.get(Math.floorMod(TYPES.indexOf(type) + places, TYPES.size())));
            case TIME_IN_FORCE ->
                timeInForce = timesInForce()
                        .get(Math.floorMod(
                                timesInForce().indexOf(timeInForce) + places,
                                timesInForce().size()));
            case SIZED_BY -> byQuote = !byQuote;
            case POST_ONLY -> postOnly = !postOnly;
            case PRICE, STOP ->
                number(focus).ifPresent(price -> market().ifPresent(where -> texts.put(
                        focus,
                        price.add(where.tickSize().multiply(BigDecimal.valueOf(places)))
                                .max(where.tickSize())
                                .toPlainString())));
            case AMOUNT, DISPLAY -> {
                return;
            }
        }
        changed();
    }

    public void type(String wanted) {
        if (TYPES.contains(wanted)) {
            become(wanted);
            changed();
        }
    }

    /** An order of this type as somebody means it who says no more: whatever was chosen for the last one is forgotten. */
    public void plain(String wanted) {
        type = wanted;
        timeInForce = timesInForce().getFirst();
        byQuote = false;
        postOnly = false;
        changed();
    }

    private void become(String wanted) {
        // IOC is how market orders are, not what somebody chose for a limit.
        boolean wasMarket = type.equals("MARKET");
        type = wanted;
        if (wasMarket || !timesInForce().contains(timeInForce)) {
            timeInForce = timesInForce().getFirst();
        }
        byQuote = byQuote && type.equals("MARKET");
        postOnly = postOnly && fields().contains(Field.POST_ONLY);
    }

    /** Types a digit or the point into a number. */
    public void type(char character) {
        String text = text(focus);
        boolean fits = character >= '0' && character <= '9' || character == '.' && text.indexOf('.') < 0;
        if (isNumber(focus) && fits && text.length() < LONGEST) {
            texts.put(focus, text + character);
            changed();
        }
    }

    public void erase() {
        String text = text(focus);
        if (isNumber(focus) && !text.isEmpty()) {
            texts.put(focus, text.substring(0, text.length() - 1));
            changed();
        }
    }

    public void put(Field field, String text) {
        texts.put(field, text);
        changed();
    }

    private static boolean isNumber(Field field) {
        return switch (field) {
            case PRICE, STOP, AMOUNT, DISPLAY -> true;
            case SIDE, TYPE, TIME_IN_FORCE, SIZED_BY, POST_ONLY -> false;
        };
    }

    private Optional<BigDecimal> number(Field field) {
        String text = text(field);
        return text.matches("\\d+(\\.\\d*)?|\\.\\d+") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private void changed() {
        preview = null;
        problem = null;
        key = null;
        backToWriting();
    }

    private void backToWriting() {
        if (stage == Stage.CONFIRMING || stage == Stage.CONFIRMING_BIG) {
            stage = Stage.WRITING;
        }
    }

    /** What is missing before it could be sent. */
    public Optional<String> missing() {
        for (Field field : fields()) {
            if (isNumber(field)
                    && number(field).filter(value -> value.signum() > 0).isEmpty()) {
                return Optional.of(label(field) + " is missing");
            }
        }
        return Optional.empty();
    }

    public String label(Field field) {
        return switch (field) {
            case SIDE -> "side";
            case TYPE -> "type";
            case TIME_IN_FORCE -> "in force";
            case PRICE -> "price";
            case STOP -> "stop";
            case SIZED_BY -> "sized by";
            case AMOUNT -> byQuote ? "amount" : "quantity";
            case DISPLAY -> "display";
            case POST_ONLY -> "post only";
        };
    }

    /** The body of {@code POST /api/v1/orders}. */
    public Map<String, Object> request() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("symbol", market().map(Market::symbol).orElse(""));
        order.put("side", side.name());
        order.put("type", type);
        order.put("time_in_force", timeInForce);
        List<Field> fields = fields();
        put(order, "price", fields.contains(Field.PRICE), Field.PRICE);
        put(order, "stop_price", fields.contains(Field.STOP), Field.STOP);
        put(order, byQuote ? "quote_quantity" : "quantity", true, Field.AMOUNT);
        put(order, "display_quantity", fields.contains(Field.DISPLAY), Field.DISPLAY);
        if (postOnly) {
            order.put("post_only", true);
        }
        return order;
    }

    private void put(Map<String, Object> order, String name, boolean wanted, Field field) {
        if (wanted) {
            number(field).ifPresent(value -> order.put(name, value.toPlainString()));
        }
    }

    /** What it is worth in the quote asset, as far as that can be said. */
    public Optional<BigDecimal> notional(Optional<BigDecimal> marketPrice) {
        if (byQuote) {
            return number(Field.AMOUNT);
        }
        Optional<BigDecimal> price =
                hasLimit() ? number(Field.PRICE) : type.equals("STOP") ? number(Field.STOP) : marketPrice;
        return price.flatMap(each -> number(Field.AMOUNT).map(each::multiply));
    }

    /** The answer to a preview of this very request. */
    public void previewed(Map<String, Object> asked, @Nullable Preview answer, @Nullable String refusal) {
        if (asked.equals(request())) {
            preview = answer;
            problem = refusal;
        }
    }

    /** Enter was pressed: one stage further, if nothing is missing. Sending is a step of its own, {@link #send}. */
    public void confirm(boolean big) {
        if (stage == Stage.WRITING) {
            Optional<String> missing = missing();
            if (missing.isPresent()) {
                problem = missing.get();
            } else {
                stage = big ? Stage.CONFIRMING_BIG : Stage.CONFIRMING;
            }
        }
    }

    /**
     * It goes.
     *
     * @param fresh a new idempotency key, for an order that has none yet: the same order sent again keeps its key, so that it is never doubled
     * @return the key to send it with
     */
    public String send(String fresh) {
        stage = Stage.SENDING;
        if (key == null) {
            key = fresh;
        }
        return key;
    }

    /** It was taken: the ticket is done. */
    public void sent() {
        texts.remove(Field.AMOUNT);
        close();
    }

    /** It was refused, or its outcome is not known. With the same key it can be sent again. */
    public void failed(String why, boolean keepKey) {
        stage = Stage.WRITING;
        problem = why;
        if (!keepKey) {
            key = null;
        }
    }
}
