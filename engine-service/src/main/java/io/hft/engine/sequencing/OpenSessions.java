package io.hft.engine.sequencing;

import io.hft.engine.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears of what, on the publisher's thread: the session that sent a command, and those that follow an event's account. */
final class OpenSessions {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSessions.class);
    private static final SourceSession[] NOBODY = {};

    private final Long2ObjectHashMap<SourceSession[]> byAccount = new Long2ObjectHashMap<>();
    private final List<SourceSession> touched = new ArrayList<>();

    /** From the next event on. */
    void open(final SourceSession session) {
        forgetClosed();
        for (final long accountId : session.accountIds()) {
            final SourceSession[] others = byAccount.getOrDefault(accountId, NOBODY);
            if (!Arrays.asList(others).contains(session)) {
                final SourceSession[] all = Arrays.copyOf(others, others.length + 1);
                all[others.length] = session;
                byAccount.put(accountId, all);
            }
        }
    }

    private void forgetClosed() {
        final List<Long> empty = new ArrayList<>();
        byAccount.forEach((accountId, sessions) -> {
            if (Arrays.stream(sessions).allMatch(SourceSession::isClosed)) {
                empty.add(accountId);
            }
        });
        empty.forEach(byAccount::remove);
        byAccount.replaceAll((accountId, sessions) -> Arrays.stream(sessions).anyMatch(SourceSession::isClosed)
                ? Arrays.stream(sessions).filter(session -> !session.isClosed()).toArray(SourceSession[]::new)
                : sessions);
    }

    void event(final EventSlot slot) {
        final SourceSession sender = slot.session;
        final long accountId = Event.accountId(slot.buffer, 0);
        boolean senderFollows = false;
        if (!byAccount.isEmpty()) {
            final SourceSession[] followers = byAccount.get(accountId);
            if (followers != null) {
                for (final SourceSession follower : followers) {
                    if (follower == sender) {
                        senderFollows = true;
                    } else {
                        tell(follower, slot, false);
                    }
                }
            }
        }
        if (sender != null
                && (senderFollows
                        || accountId == slot.commandAccountId
                        || accountId == 0
                        || Event.orderId(slot.buffer, 0) == slot.commandOrderId)) {
            tell(sender, slot, true);
        }
    }

    private void tell(final SourceSession session, final EventSlot slot, final boolean own) {
        if (session.isClosed()) {
            return;
        }
        touch(session);
        try {
            session.onEvent(slot.buffer, 0, own);
        } catch (final RuntimeException | Error e) {
            LOG.error("a report could not be prepared", e);
        }
    }

    void commandDone(final SourceSession session, final long sourceSequence, final long lastSequence) {
        touch(session);
        session.onCommandDone(sourceSequence, lastSequence);
    }

    private void touch(final SourceSession session) {
        if (!session.touched) {
            session.touched = true;
            touched.add(session);
        }
    }

    /** The events told so far may leave, or, after a failure, may not. */
    void letOut(final @Nullable String failure) {
        for (int i = 0; i < touched.size(); i++) {
            final SourceSession session = touched.get(i);
            session.touched = false;
            try {
                if (failure == null) {
                    session.onStep();
                } else {
                    session.onFailure(failure);
                }
            } catch (final RuntimeException | Error e) {
                LOG.error("reports could not be given", e);
            }
        }
        touched.clear();
    }
}
