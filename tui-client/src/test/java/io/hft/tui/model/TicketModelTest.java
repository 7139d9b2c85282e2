package io.hft.tui.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.tui.model.TicketModel.Field;
import io.hft.tui.model.TicketModel.Stage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketModelTest {
    private static final Market BTC =
            new Market("BTC-USD", "BTC", "USD", new BigDecimal("0.01"), new BigDecimal("0.00000001"));
    private final TicketModel ticket = new TicketModel();

    @BeforeEach
    void open() {
        ticket.open(BTC, Side.BUY, new BigDecimal("50000"));
    }

    private void type(String text) {
        text.chars().forEach(c -> ticket.type((char) c));
    }

    @Test
    void isALimitOrderAtTheBestPriceUnlessSaidOtherwise() {
        type("0.5x.");
        assertThat(ticket.request())
                .containsExactlyEntriesOf(Map.of("symbol", "BTC-USD").entrySet().stream()
                        .collect(
                                java.util.LinkedHashMap::new,
                                (all, entry) -> {
                                    all.put("symbol", "BTC-USD");
                                    all.put("side", "BUY");
                                    all.put("type", "LIMIT");
                                    all.put("time_in_force", "GTC");
                                    all.put("price", "50000.00");
                                    all.put("quantity", "0.5");
                                },
                                java.util.LinkedHashMap::putAll));
        assertThat(ticket.notional(Optional.empty()))
                .hasValueSatisfying(worth -> assertThat(worth).isEqualByComparingTo("25000"));
    }

    @Test
    void isReadBackBeforeItGoes() {
        ticket.confirm(false);
        assertThat(ticket.stage()).isEqualTo(Stage.WRITING);
        assertThat(ticket.problem()).hasValue("quantity is missing");
        type("1");
        ticket.confirm(false);
        assertThat(ticket.stage()).isEqualTo(Stage.CONFIRMING);
        type("0");
        assertThat(ticket.stage()).as("a change is a new order").isEqualTo(Stage.WRITING);
        ticket.confirm(true);
        assertThat(ticket.stage()).isEqualTo(Stage.CONFIRMING_BIG);
    }

    @Test
    void keepsItsKeyUntilItIsAnotherOrder() {
        type("1");
        assertThat(ticket.send("a")).isEqualTo("a");
        ticket.failed("no answer", true);
        assertThat(ticket.send("b")).as("sent again").isEqualTo("a");
        ticket.failed("refused", false);
        assertThat(ticket.send("c")).as("after a refusal").isEqualTo("c");
        ticket.failed("no answer", true);
        type("0");
        assertThat(ticket.send("d")).as("changed").isEqualTo("d");
    }

    @Test
    void hasTheFieldsOfItsType() {
        ticket.focusOn(Field.TYPE);
        ticket.choose(1);
        assertThat(ticket.type()).isEqualTo("MARKET");
        assertThat(ticket.timeInForce()).isEqualTo("IOC");
        assertThat(ticket.fields()).contains(Field.SIZED_BY).doesNotContain(Field.PRICE, Field.POST_ONLY);
        ticket.focusOn(Field.SIZED_BY);
        ticket.choose(1);
        ticket.put(Field.AMOUNT, "100");
        assertThat(ticket.request()).containsEntry("quote_quantity", "100").doesNotContainKeys("price", "quantity");
        ticket.type("ICEBERG");
        assertThat(ticket.fields()).contains(Field.DISPLAY, Field.PRICE);
        assertThat(ticket.missing()).hasValue("display is missing");
        ticket.type("STOP");
        ticket.put(Field.STOP, "51000");
        assertThat(ticket.request()).containsEntry("stop_price", "51000").containsEntry("time_in_force", "GTC");
    }

    @Test
    void restsAgainWhenItIsNoMarketOrderAnyMore() {
        ticket.type("MARKET");
        assertThat(ticket.timeInForce()).isEqualTo("IOC");
        ticket.type("LIMIT");
        assertThat(ticket.timeInForce()).isEqualTo("GTC");
        ticket.focusOn(Field.TIME_IN_FORCE);
        ticket.choose(1);
        ticket.type("LIMIT");
        assertThat(ticket.timeInForce()).as("chosen for a limit").isEqualTo("IOC");
    }

    @Test
    void isPlainWhateverTheLastOneWas() {
        ticket.focusOn(Field.TIME_IN_FORCE);
        ticket.choose(2);
        ticket.focusOn(Field.POST_ONLY);
        ticket.choose(1);
        type("1");
        ticket.plain("LIMIT");
        assertThat(ticket.request()).containsEntry("time_in_force", "GTC").doesNotContainKey("post_only");
        ticket.type("MARKET");
        ticket.focusOn(Field.SIZED_BY);
        ticket.choose(1);
        ticket.plain("MARKET");
        ticket.put(Field.AMOUNT, "0.1");
        assertThat(ticket.request()).containsEntry("quantity", "0.1").doesNotContainKey("quote_quantity");
    }

    @Test
    void movesAPriceByTicks() {
        ticket.focusOn(Field.PRICE);
        ticket.choose(1);
        assertThat(ticket.text(Field.PRICE)).isEqualTo("50000.01");
        ticket.choose(-2);
        assertThat(ticket.text(Field.PRICE)).isEqualTo("49999.99");
    }

    @Test
    void showsNoPreviewOfAnotherOrder() {
        type("1");
        Map<String, Object> asked = ticket.request();
        type("0");
        ticket.previewed(asked, new TicketModel.Preview("USD", BigDecimal.ONE, BigDecimal.TEN, true, null), null);
        assertThat(ticket.preview()).isEmpty();
        ticket.previewed(ticket.request(), null, "too big");
        assertThat(ticket.problem()).hasValue("too big");
    }
}
