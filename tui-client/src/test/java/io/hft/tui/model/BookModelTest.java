package io.hft.tui.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.tui.model.BookModel.Applied;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class BookModelTest {
    private static final String SNAPSHOT = """
            {'type':'snapshot','seq':41,'sequence':1042,'bids':[['49999.99','1.50000000']],'asks':[['50000.00','2.00000000']],
             'checksum':%d}""";
    private static final String UPDATE = """
            {'type':'update','seq':%d,'sequence':1043,'bids':[],'asks':[['50000.00','0.00000000'],['50000.01','0.70000000']],
             'checksum':%d}""";
    private static final long FIRST = Desks.crc("49999.99:1.50000000:50000.00:2.00000000");
    private static final long SECOND = Desks.crc("49999.99:1.50000000:50000.01:0.70000000");

    private final BookModel book = new BookModel();

    private Applied apply(String message) {
        return book.apply(Desks.json(message));
    }

    @Test
    void goesOnFromASnapshot() {
        assertThat(book.isStale()).isTrue();
        assertThat(apply(SNAPSHOT.formatted(FIRST))).isEqualTo(Applied.APPLIED);
        assertThat(book.isStale()).isFalse();
        assertThat(apply(UPDATE.formatted(42, SECOND))).isEqualTo(Applied.APPLIED);
        assertThat(book.best(Side.SELL))
                .hasValueSatisfying(ask -> assertThat(ask.priceText()).isEqualTo("50000.01"));
        assertThat(book.side(Side.SELL)).hasSize(1);
        assertThat(book.spread()).hasValue(new BigDecimal("0.02"));
        assertThat(book.sequence()).isEqualTo(1043);
    }

    @Test
    void isInDoubtWhenAMessageIsMissing() {
        apply(SNAPSHOT.formatted(FIRST));
        assertThat(apply(UPDATE.formatted(43, SECOND))).isEqualTo(Applied.IN_DOUBT);
        assertThat(book.isStale()).isTrue();
        assertThat(apply(UPDATE.formatted(44, SECOND))).isEqualTo(Applied.IGNORED);
        assertThat(apply(SNAPSHOT.formatted(FIRST))).isEqualTo(Applied.APPLIED);
        assertThat(book.isStale()).isFalse();
    }

    @Test
    void isInDoubtWhenTheChecksumIsWrong() {
        apply(SNAPSHOT.formatted(FIRST));
        assertThat(apply(UPDATE.formatted(42, SECOND + 1))).isEqualTo(Applied.IN_DOUBT);
        assertThat(book.isStale()).isTrue();
    }

    @Test
    void staysStaleWithWhatRestSays() {
        apply(SNAPSHOT.formatted(FIRST));
        apply("{'type':'stale','symbol':'BTC-USD'}");
        book.show(Desks.json("{'sequence':2000,'bids':[['49000.00','1.0']],'asks':[]}"));
        assertThat(book.isStale()).isTrue();
        assertThat(book.best(Side.BUY))
                .hasValueSatisfying(bid -> assertThat(bid.priceText()).isEqualTo("49000.00"));
        assertThat(book.best(Side.SELL)).isEmpty();
    }

    @Test
    void isNotOverwrittenByAnOldRestAnswer() {
        apply(SNAPSHOT.formatted(FIRST));
        book.show(Desks.json("{'sequence':9999,'bids':[],'asks':[]}"));
        assertThat(book.best(Side.BUY)).isPresent();
        book.markStale();
        book.show(Desks.json("{'sequence':1000,'bids':[],'asks':[]}"));
        assertThat(book.best(Side.BUY)).isPresent();
    }

    @Test
    void checksTenLevelsOfEachSideInTurn() {
        assertThat(apply("""
                {'type':'snapshot','seq':1,'sequence':1,'bids':[['3','1'],['2','1']],'asks':[['4','1']],'checksum':%d}""".formatted(Desks.crc("3:1:4:1:2:1")))).isEqualTo(Applied.APPLIED);
    }
}
