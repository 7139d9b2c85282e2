package io.hft.engine.matching;

import io.hft.engine.event.Event;
import io.hft.engine.reference.ReferenceEngine;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A process that plays one seeded flow through the engine and prints what came of it in one line: the number of events, the digest
 * of their bytes and the state hash.
 */
final class FlowDigest {
    private FlowDigest() {}

    /**
     * @param args world, seed, number of commands
     */
    public static void main(String[] args) throws NoSuchAlgorithmException {
        System.out.println(of(FlowWorld.valueOf(args[0]), Long.parseLong(args[1]), Integer.parseInt(args[2])));
    }

    static String of(FlowWorld world, long seed, int commands) throws NoSuchAlgorithmException {
        final MatchingEngine engine = new MatchingEngine(world.maxOpenOrders, world.recentOrderIds);
        // The flow aims at what the naive engine holds; nothing of that depends on the engine that is digested.
        final ReferenceEngine aim = new ReferenceEngine(world.maxOpenOrders, world.recentOrderIds);
        final RandomFlow flow = new RandomFlow(world, seed, aim);
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        final byte[] event = new byte[Event.LENGTH];
        for (int i = 0; i < commands; i++) {
            final int length = flow.next();
            final UnsafeBuffer command = flow.command;
            aim.apply(command, RandomFlow.OFFSET, length, flow.timeNanos());
            engine.apply(command, RandomFlow.OFFSET, length, flow.timeNanos(), (sequence, buffer, offset, size) -> {
                buffer.getBytes(offset, event);
                digest.update(event);
            });
        }
        return engine.lastEventSequence() + " " + HexFormat.of().formatHex(digest.digest()) + " "
                + Long.toHexString(engine.stateHash());
    }
}
