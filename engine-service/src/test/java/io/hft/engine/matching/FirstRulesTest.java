package io.hft.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.NewOrderCommand;
import io.hft.engine.command.OrderType;
import io.hft.engine.command.ReplaceOrderCommand;
import io.hft.engine.command.Side;
import io.hft.engine.command.StateHashCommand;
import io.hft.engine.command.TimeInForce;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.instrument.Instrument;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Journals that were written under rules version 1 must replay to the same events for ever. The flow here comes from a fixed seed and
 * looks at nothing but it; the digest was taken with the engine of release 0.1, before there was a version 2. Neither may be changed.
 */
class FirstRulesTest {
    private static final String DIGEST = "aef771ea205487e9aa0cb16a51c5e4b3764e73382661140d8c71da55733b7a31";
    private static final long STATE_HASH = -3_916_636_910_759_917_512L;
    private static final int COMMANDS = 60_000;
    private static final int AT = 16;

    private final SplittableRandom random = new SplittableRandom(20_260_101);
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[AT + CommandHeader.MAX_COMMAND_LENGTH]);
    private long nextOrderId = 1;
    private long sourceSequence;

    @Test
    void givesTheEventsThatTheFirstEngineGave() throws NoSuchAlgorithmException {
        final MatchingEngine engine = new MatchingEngine(400, 1_000);
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        final byte[] event = new byte[144];
        long timeNanos = 1_700_000_000_000_000_000L;
        for (int step = 0; step < COMMANDS; step++) {
            timeNanos += random.nextLong(-1_000, 1_000_000);
            final int length = next(step);
            engine.apply(command, AT, length, timeNanos, (sequence, buffer, offset, eventLength) -> {
                buffer.getBytes(offset, event);
                digest.update(event);
            });
        }
        assertThat(engine.lastEventSequence()).as("events").isGreaterThan(COMMANDS);
        assertThat(engine.openOrderCount()).as("open orders").isGreaterThan(100);
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(DIGEST);
        assertThat(engine.stateHash()).isEqualTo(STATE_HASH);
    }

    private int next(int step) {
        if (step < 2) {
            return UpsertInstrumentCommand.encode(command, AT, 0, 0, instrument(step + 1));
        }
        final boolean sourced = random.nextInt(10) == 0;
        final long source = sourced ? 77 : 0;
        final long sequence = !sourced ? 0 : random.nextInt(20) == 0 ? random.nextLong(5) : ++sourceSequence;
        final long orderId = 1 + random.nextLong(nextOrderId + 1);
        final long aimed = random.nextBoolean() ? orderId : Math.max(1, nextOrderId - random.nextLong(300));
        final int instrument = random.nextInt(4) == 0 ? 2 : 1;
        return switch (random.nextInt(100)) {
            case 0 -> StateHashCommand.encode(command, AT, source, sequence);
            case 1 -> UpsertInstrumentCommand.encode(command, AT, source, sequence, instrument(random.nextInt(1, 3)));
            case 2 -> garbage();
            case 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18 ->
                CancelOrderCommand.encode(command, AT, source, sequence, aimed, account(aimed), instrument);
            case 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32 ->
                ReplaceOrderCommand.encode(
                        command,
                        AT,
                        source,
                        sequence,
                        aimed,
                        account(aimed),
                        instrument,
                        random.nextInt(3) == 0 ? 0 : price(random.nextBoolean()),
                        quantity());
            default -> order(source, sequence, random.nextInt(25) == 0 ? orderId : nextOrderId++);
        };
    }

    private int order(long source, long sequence, long orderId) {
        final Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        final boolean market = random.nextInt(15) == 0;
        final boolean immediate = random.nextInt(8) == 0;
        final int length = NewOrderCommand.encode(
                command,
                AT,
                source,
                sequence,
                random.nextInt(300) == 0 ? 0 : orderId,
                account(orderId),
                random.nextInt(200) == 0 ? 3 : 1 + (int) (orderId & 1),
                side,
                market ? OrderType.MARKET : OrderType.LIMIT,
                immediate || market && random.nextInt(10) != 0 ? TimeInForce.IOC : TimeInForce.GTC,
                market && random.nextBoolean() ? 0 : price(side == Side.BUY),
                quantity());
        if (random.nextInt(100) == 0) {
            // Codes and fields that version 1 does not know.
            final int[] fields = {44, 45, 46, 47, 64, 72, 80};
            command.putByte(AT + fields[random.nextInt(fields.length)], (byte) random.nextInt(3, 200));
        }
        return length;
    }

    private int garbage() {
        StateHashCommand.encode(command, AT, 0, 0);
        final int length = 24 + 8 * random.nextInt(9);
        final int[] types = {0, 6, 7, 9, 10, 11, 12, 99};
        command.putByte(AT + 3, (byte) types[random.nextInt(types.length)]);
        command.putInt(AT + 4, random.nextInt(5) == 0 ? length + 8 : length);
        return length;
    }

    private long price(boolean buy) {
        return switch (random.nextInt(100)) {
            case 0 -> -1;
            case 1 -> 1 + random.nextLong(3);
            case 2 -> Long.MAX_VALUE - random.nextLong(3);
            case 3, 4, 5 -> 1 + (random.nextLong() >>> 1 + random.nextInt(62));
            default -> 50_000 + (buy ? -random.nextLong(-3, 30) : random.nextLong(-3, 30));
        };
    }

    private long quantity() {
        return switch (random.nextInt(50)) {
            case 0 -> random.nextLong(-1, 1);
            case 1 -> random.nextLong(1, Long.MAX_VALUE);
            case 2, 3 -> random.nextLong(1, 3_000);
            default -> random.nextLong(1, 100);
        };
    }

    private long account(long orderId) {
        return random.nextInt(100) == 0 ? 0 : 10 + orderId % 5;
    }

    private static Instrument instrument(int id) {
        final String base = id == 1 ? "BTC" : "ETH";
        final long most = id == 1 ? 1_000_000_000L : Long.MAX_VALUE;
        return new Instrument(id, base + "-USD", base, "USD", 1, 2, 1, 8, most, 50_000, 1_000);
    }
}
