package io.hft.it.chaos.oracle;

import io.hft.it.support.Reply;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One intended effect of a client over REST, however often it was sent, and what the client knows of it. A client changes it on the threads
 * that send it; everybody else reads it when they are done.
 */
public final class Request {
    /** What is asked for. */
    public enum Kind {
        PLACE,
        EXECUTE,
        /** Several placements, with a key for all of them: {@link BatchItems} tells them apart. */
        BATCH,
        CANCEL,
        CANCEL_ALL,
        /** Its terms are those that the order is to have. */
        REPLACE
    }

    /** Where a client is with it. */
    public enum State {
        /** No final answer so far: repeat it. */
        OPEN,
        /** Done, and the answer says what. */
        ANSWERED,
        /** Refused: nothing was done, as far as the client can know. */
        REFUSED
    }

    /** @param price null for a market order */
    public record Terms(
            String symbol,
            String side,
            String type,
            String timeInForce,
            @Nullable BigDecimal price,
            BigDecimal quantity) {}

    private final Kind kind;
    private final long userId;
    private final String method;
    private final String path;
    private final String body;
    private final String key;
    private final @Nullable String clientOrderId;
    private final @Nullable Terms terms;
    private State state = State.OPEN;
    private @Nullable Reply answer;
    private int attempts;
    private int unanswered;

    /**
     * @param key of a placement its idempotency key, of a cancel or a replacement the order's id
     * @param clientOrderId null for what has none
     * @param terms of an order, or that it is to have; null for a cancel
     */
    public Request(
            Kind kind,
            long userId,
            String method,
            String path,
            String body,
            String key,
            @Nullable String clientOrderId,
            @Nullable Terms terms) {
        this.kind = kind;
        this.userId = userId;
        this.method = method;
        this.path = path;
        this.body = body;
        this.key = key;
        this.clientOrderId = clientOrderId;
        this.terms = terms;
    }

    public Kind kind() {
        return kind;
    }

    public long userId() {
        return userId;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public String body() {
        return body;
    }

    public String key() {
        return key;
    }

    public @Nullable String clientOrderId() {
        return clientOrderId;
    }

    public @Nullable Terms terms() {
        return terms;
    }

    public boolean placesAnOrder() {
        return kind == Kind.PLACE || kind == Kind.EXECUTE;
    }

    /** Whether its key makes it take effect once, and has its answer. */
    public boolean isKeyed() {
        return placesAnOrder() || kind == Kind.BATCH;
    }

    public synchronized State state() {
        return state;
    }

    /** The answer that ended it. */
    public synchronized @Nullable Reply answer() {
        return answer;
    }

    /** It was sent (again). */
    public synchronized void sent() {
        attempts++;
    }

    /** Whether an attempt before the last one may have had its effect. */
    public synchronized boolean wasRepeated() {
        return attempts > 1;
    }

    /** An attempt ended without an answer: it may have had its effect. */
    public synchronized void unanswered() {
        unanswered++;
    }

    public synchronized void answered(Reply reply) {
        state = State.ANSWERED;
        answer = reply;
    }

    /** Only while nobody else was told that it is done. */
    public synchronized void refused(Reply reply) {
        if (state != State.ANSWERED) {
            state = State.REFUSED;
            answer = reply;
        }
    }

    /** It turned out that an earlier attempt had its effect: ask again. */
    public synchronized void reopen() {
        state = State.OPEN;
        answer = null;
    }

    @Override
    public synchronized String toString() {
        return kind + " of user " + userId + " key " + key + " (" + attempts + " attempts, " + unanswered
                + " unanswered, " + state + (answer == null ? "" : ": " + answer) + ")";
    }
}
