package io.hft.bench.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hft.bench.flow.FlowFile;
import io.hft.bench.flow.OrderFlow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplayTest {
    @Test
    void reportsWhatEveryMessageCaused() throws InterruptedException {
        replays("""
                N,0,11,B,100,5,GTC
                N,1,12,B,100,5,GTC
                N,2,13,S,99,7,GTC
                C,3,11
                C,4,12
                C,5,12
                M,6,12,B,100,5
                """, """
                0,0,0,11,100,5
                0,1,0,12,100,5
                0,2,1,13,99,7
                1,2,100,5,11,13
                1,2,100,2,12,13
                4,3,11
                2,4,0,12,100
                4,5,12
                5,6,12
                """);
    }

    @Test
    void cancelsTheRestOfAnImmediateOrderAtItsOwnPrice() throws InterruptedException {
        replays("""
                N,0,1,S,100,5,GTC
                N,1,2,B,101,8,IOC
                N,2,3,B,99,8,IOC
                C,3,2
                """, """
                0,0,1,1,100,5
                0,1,0,2,101,8
                1,1,100,5,1,2
                2,1,0,2,101
                0,2,0,3,99,8
                2,2,0,3,99
                4,3,2
                """);
    }

    @Test
    void listsTheTradesOfAReplaceBeforeTheReplace() throws InterruptedException {
        replays("""
                N,0,1,S,105,3,GTC
                N,1,2,B,100,9,GTC
                M,2,2,B,106,5
                C,3,2
                M,4,1,S,105,3
                """, """
                0,0,1,1,105,3
                0,1,0,2,100,9
                1,2,105,3,1,2
                3,2,0,2,106,5
                2,3,0,2,106
                5,4,1
                """);
    }

    @Test
    void sendsAReplacedOrderToTheBackWhateverChanged() throws InterruptedException {
        replays("""
                N,0,1,B,100,5,GTC
                N,1,2,B,100,5,GTC
                M,2,1,B,100,4
                N,3,3,S,100,6,IOC
                """, """
                0,0,0,1,100,5
                0,1,0,2,100,5
                3,2,0,1,100,4
                0,3,1,3,100,6
                1,3,100,5,2,3
                1,3,100,1,1,3
                """);
    }

    @Test
    void usesAnIdAgainAfterAFillAndAfterACancel() throws InterruptedException {
        replays("""
                N,0,1,B,100,5,GTC
                N,1,2,S,100,5,GTC
                N,2,1,B,90,5,GTC
                C,3,1
                N,4,1,S,9223372036854775807,1,GTC
                C,5,1
                """, """
                0,0,0,1,100,5
                0,1,1,2,100,5
                1,1,100,5,1,2
                0,2,0,1,90,5
                2,3,0,1,90
                0,4,1,1,9223372036854775807,1
                2,5,1,1,9223372036854775807
                """);
    }

    @Test
    void reportsMoreThanTheRingHolds() throws InterruptedException {
        final StringBuilder orders = new StringBuilder();
        final StringBuilder reports = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            orders.append("N,").append(i).append(',').append(i).append(",B,100,1,GTC\n");
            reports.append("0,").append(i).append(",0,").append(i).append(",100,1\n");
        }
        orders.append("N,5000,7000,S,1,5000,GTC\n");
        reports.append("0,5000,1,7000,1,5000\n");
        for (int i = 0; i < 5_000; i++) {
            reports.append("1,5000,100,1,").append(i).append(",7000\n");
        }
        replays(orders.toString(), reports.toString());
    }

    @Test
    void namesTheMessageThatItDoesNotUnderstand() {
        for (final String line : new String[] {
            "X,1,2",
            "N,1,2,B,100,5",
            "N,1,2,B,100,5,FOK",
            "N,1,2,Q,100,5,GTC",
            "C,1",
            "C,1,2,3",
            "C,1,",
            "C,1,x",
            "C,1,99999999999999999999",
            "N,1,2,B,100,5,GTCX"
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FlowFile.parse(("C,0,1\n" + line + "\n").getBytes(StandardCharsets.US_ASCII)))
                    .withMessage("message 2 is not understood: " + line);
        }
    }

    private static void replays(String orders, String reports) throws InterruptedException {
        final OrderFlow flow = FlowFile.parse(orders.getBytes(StandardCharsets.US_ASCII));
        final ReportRing ring = new ReportRing(9);
        // Twice: the second replay begins where the first left the ring.
        for (int i = 0; i < 2; i++) {
            final ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(ReplayCommand.replay(flow, ring, out).elapsedNanos()).isPositive();
            assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(reports);
        }
    }
}
