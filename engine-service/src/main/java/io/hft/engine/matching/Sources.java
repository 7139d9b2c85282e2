package io.hft.engine.matching;

import io.hft.engine.command.CancelOrderCommand;
import io.hft.engine.command.CommandHeader;
import io.hft.engine.command.CommandType;
import io.hft.engine.event.EventType;
import io.hft.engine.event.RejectReason;
import io.hft.engine.snapshot.SnapshotDecoder;
import io.hft.engine.snapshot.SnapshotEncoder;
import io.hft.engine.snapshot.SnapshotSection;
import io.hft.engine.snapshot.SourceRecord;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;

/** How far each source has come: a repeat is answered, a gap is refused, and neither changes anything. */
final class Sources {
    private final EventEmitter events;
    private final Rules rules;
    private final OrderCommands orders;
    private final Long2LongHashMap lastSequences = new Long2LongHashMap(0);

    Sources(EventEmitter events, Rules rules, OrderCommands orders) {
        this.events = events;
        this.rules = rules;
        this.orders = orders;
    }

    /** 0 for a source that is not known. */
    long last(long sourceId) {
        return lastSequences.get(sourceId);
    }

    int size() {
        return lastSequences.size();
    }

    /** By source id. */
    void writeTo(SnapshotEncoder out) {
        final long[] ids = new long[lastSequences.size()];
        final int[] count = {0};
        lastSequences.forEachLong((id, last) -> ids[count[0]++] = id);
        Arrays.sort(ids);
        out.begin(SnapshotSection.SOURCES);
        for (final long id : ids) {
            SourceRecord.encode(out.buffer(), out.record(SourceRecord.LENGTH), id, lastSequences.get(id));
        }
    }

    void readFrom(SnapshotDecoder in, long count) {
        long previous = Long.MIN_VALUE;
        in.begin(SnapshotSection.SOURCES);
        for (long i = 0; i < count; i++) {
            final int at = in.record(SourceRecord.LENGTH);
            final long id = SourceRecord.sourceId(in.buffer(), at);
            final long last = SourceRecord.lastSequence(in.buffer(), at);
            if (id == 0 || last < 1 || i > 0 && id <= previous) {
                throw in.refuse("source " + id + " at " + last + " behind source " + previous);
            }
            previous = id;
            lastSequences.put(id, last);
        }
    }

    /** Whether a command is the next of its source, and so to be applied; what it is else is said. */
    boolean takeNext(DirectBuffer command, int offset, int length, long sourceId) {
        final long sequence = CommandHeader.sourceSequence(command, offset);
        final long last = lastSequences.get(sourceId);
        events.identify(sourceId, sequence);
        if (sequence == last + 1) {
            if (isOneTooMany(last)) {
                refuse(RejectReason.TOO_MANY_SOURCES, command, offset, length);
                return false;
            }
            lastSequences.put(sourceId, sequence);
            return true;
        }
        if (sequence > 0 && sequence <= last) {
            final boolean ofOrder = isOfOrder(command, offset, length);
            orders.answerDuplicate(
                    ofOrder ? CancelOrderCommand.orderId(command, offset) : 0,
                    ofOrder ? CancelOrderCommand.accountId(command, offset) : 0);
        } else if (isOneTooMany(last)) {
            refuse(RejectReason.TOO_MANY_SOURCES, command, offset, length);
        } else {
            refuse(RejectReason.SOURCE_SEQUENCE_GAP, command, offset, length);
        }
        return false;
    }

    // Every command about an order has the ids in the same place.
    private static boolean isOfOrder(DirectBuffer command, int offset, int length) {
        final byte type = CommandHeader.typeCode(command, offset);
        return type >= CommandType.NEW_ORDER.code()
                && type <= CommandType.REPLACE_ORDER.code()
                && length >= CancelOrderCommand.LENGTH;
    }

    /** Refuses a command because of its source, in the kind of refusal that belongs to it. */
    private void refuse(RejectReason reason, DirectBuffer command, int offset, int length) {
        if (!isOfOrder(command, offset, length)) {
            events.refusal(EventType.REJECTED, reason, 0, 0, 0);
            return;
        }
        final byte type = CommandHeader.typeCode(command, offset);
        final EventType refusal = type == CommandType.CANCEL_ORDER.code()
                ? EventType.CANCEL_REJECTED
                : type == CommandType.REPLACE_ORDER.code() ? EventType.REPLACE_REJECTED : EventType.REJECTED;
        events.refusal(
                refusal,
                reason,
                CancelOrderCommand.orderId(command, offset),
                CancelOrderCommand.accountId(command, offset),
                CancelOrderCommand.instrumentId(command, offset));
    }

    private boolean isOneTooMany(long last) {
        return last == 0 && lastSequences.size() >= rules.maxSources();
    }
}
