package io.hft.backend.stream;

import io.hft.backend.instruments.Instruments;
import io.hft.backend.web.DatabaseOutage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Does what clients ask for; every message gets an answer. Requests of one session come one at a time. */
@Component
class StreamService {
    private static final Logger log = LoggerFactory.getLogger(StreamService.class);

    private final Map<Channel, Topics> channels = new EnumMap<>(Channel.class);
    private final Connections connections;
    private final StreamAuthentication authentication;
    private final CancelOnDisconnect cancelOnDisconnect;
    private final Instruments instruments;
    private final StreamProperties limits;
    private final Messages messages;
    private final Clock clock;
    private final RequestParser parser = new RequestParser();

    StreamService(
            List<Topics> topics,
            Connections connections,
            StreamAuthentication authentication,
            CancelOnDisconnect cancelOnDisconnect,
            Instruments instruments,
            StreamProperties limits,
            Messages messages,
            Clock clock) {
        topics.forEach(one -> channels.put(one.channel(), one));
        this.connections = connections;
        this.authentication = authentication;
        this.cancelOnDisconnect = cancelOnDisconnect;
        this.instruments = instruments;
        this.limits = limits;
        this.messages = messages;
        this.clock = clock;
    }

    void opened(StreamSession session, Optional<StreamIdentity> identity) {
        connections.add(session);
        if (identity.isPresent()) {
            if (!connections.enter(session, identity.get())) {
                session.outbox().close(CloseCode.TOO_MANY_CONNECTIONS);
                return;
            }
            session.actAs(identity.get());
        }
        session.outbox()
                .add(messages.answer(
                        "welcome",
                        null,
                        Fields.of(
                                "session",
                                session.id(),
                                "timestamp",
                                clock.instant(),
                                "user_id",
                                identity.map(one -> one.principal().userId()).orElse(null),
                                "authenticated",
                                identity.map(one -> one.principal().authenticated())
                                        .orElse(false),
                                "ping_interval_millis",
                                limits.pingInterval().toMillis(),
                                "ping_timeout_millis",
                                limits.pingTimeout().toMillis())));
    }

    /** The connection is over, or as good as: everything of it is given up, once. */
    void ended(StreamSession session) {
        if (!session.end()) {
            return;
        }
        session.outbox().dispose();
        List.copyOf(session.subscriptions()).forEach(subscription -> drop(session, subscription));
        connections.remove(session);
        Long userId = session.cancelsFor();
        if (userId != null) {
            cancelOnDisconnect.cancelAll(userId);
        }
    }

    void received(StreamSession session, String text) {
        session.heard();
        if (!session.limiter().allows()) {
            if (session.limiter().isHopeless()) {
                session.outbox().close(CloseCode.RATE_LIMITED);
            } else {
                session.refuse(
                        StreamError.RATE_LIMITED, "at most " + limits.messagesPerSecond() + " messages a second");
            }
            return;
        }
        Request request = parser.parse(text);
        try {
            answer(session, request);
        } catch (RuntimeException e) {
            if (DatabaseOutage.isCauseOf(e)) {
                refuse(
                        session,
                        request.id(),
                        StreamError.UNAVAILABLE,
                        "the database does not answer; try again shortly");
            } else {
                log.error("session {}: a message could not be answered", session.id(), e);
                refuse(session, request.id(), StreamError.INTERNAL, "something went wrong on our side");
            }
        }
    }

    private void answer(StreamSession session, Request request) {
        switch (request) {
            case Request.Subscribe subscribe -> subscribe(session, subscribe);
            case Request.Unsubscribe unsubscribe -> unsubscribe(session, unsubscribe);
            case Request.Authenticate authenticate -> authenticate(session, authenticate);
            case Request.CancelOnDisconnect option -> cancelOnDisconnect(session, option);
            case Request.Ping(JsonNode id) ->
                session.outbox().add(messages.answer("pong", id, Fields.of("timestamp", clock.instant())));
            case Request.Malformed(JsonNode id, StreamError error, String message) ->
                refuse(session, id, error, message);
        }
    }

    private void subscribe(StreamSession session, Request.Subscribe request) {
        Channel channel = request.channel();
        Optional<StreamIdentity> identity = session.identity();
        if (channel.isPrivate() && identity.isEmpty()) {
            refuse(session, request.id(), StreamError.UNAUTHENTICATED, "send an auth message first");
            return;
        }
        if (channel.isPrivate() && !identity.get().mayRead()) {
            refuse(session, request.id(), StreamError.FORBIDDEN, "these credentials may not look at the account");
            return;
        }
        for (String symbol : request.symbols()) {
            if (instruments.find(symbol).isEmpty()) {
                refuse(
                        session,
                        request.id(),
                        StreamError.INSTRUMENT_NOT_FOUND,
                        "symbols: must be markets that there are");
                return;
            }
        }
        List<Subscription> wanted = subscriptions(channel, request.symbols(), request.interval());
        long fresh = wanted.stream()
                .filter(one -> !session.subscriptions().contains(one))
                .count();
        if (session.subscriptions().size() + fresh > limits.maxSubscriptions()) {
            refuse(
                    session,
                    request.id(),
                    StreamError.TOO_MANY_SUBSCRIPTIONS,
                    "at most " + limits.maxSubscriptions() + " of a connection");
            return;
        }
        Topics topics = topics(channel);
        session.outbox()
                .add(messages.answer(
                        "subscribed", request.id(), named(channel, request.symbols(), request.interval())));
        try {
            for (Subscription subscription : wanted) {
                session.subscriptions().add(subscription);
                topics.subscribe(session, subscription, request.resume());
            }
        } catch (RuntimeException e) {
            // Nobody shall wait for what half begins.
            wanted.forEach(subscription -> drop(session, subscription));
            throw e;
        }
        if (session.isEnded()) {
            // The end came in between and may not have seen them.
            wanted.forEach(subscription -> drop(session, subscription));
        }
    }

    private void unsubscribe(StreamSession session, Request.Unsubscribe request) {
        subscriptions(request.channel(), request.symbols(), request.interval())
                .forEach(subscription -> drop(session, subscription));
        session.outbox()
                .add(messages.answer(
                        "unsubscribed", request.id(), named(request.channel(), request.symbols(), request.interval())));
    }

    private void drop(StreamSession session, Subscription subscription) {
        if (session.subscriptions().remove(subscription)) {
            topics(subscription.channel()).unsubscribe(session, subscription);
        }
    }

    private void authenticate(StreamSession session, Request.Authenticate request) {
        Optional<StreamIdentity> found = authentication.of(request.credentials());
        if (found.isEmpty()) {
            refuse(session, request.id(), StreamError.BAD_CREDENTIALS, "the credentials are not valid, or no longer");
            return;
        }
        StreamIdentity identity = found.get();
        Optional<StreamIdentity> before = session.identity();
        boolean another = before.isPresent()
                && before.get().principal().userId() != identity.principal().userId();
        if (another && before.get().principal().authenticated()) {
            refuse(session, request.id(), StreamError.FORBIDDEN, "this connection is another user's; open a new one");
            return;
        }
        if (before.filter(one -> one.principal().authenticated()).isEmpty() && !connections.enter(session, identity)) {
            session.outbox().close(CloseCode.TOO_MANY_CONNECTIONS);
            return;
        }
        if (another) {
            endPrivate(session);
            session.cancelFor(null);
        }
        session.actAs(identity);
        if (session.isEnded()) {
            // The end came in between and may not have seen that it counts.
            connections.leave(session);
            return;
        }
        if (request.cancelOnDisconnect() != null && !option(session, request.id(), request.cancelOnDisconnect())) {
            return;
        }
        session.outbox()
                .add(messages.answer(
                        "authenticated",
                        request.id(),
                        Fields.of(
                                "user_id",
                                identity.principal().userId(),
                                "expires_at",
                                identity.expiresAt(),
                                "cancel_on_disconnect",
                                session.cancelsFor() != null)));
    }

    private void cancelOnDisconnect(StreamSession session, Request.CancelOnDisconnect request) {
        if (option(session, request.id(), request.enabled())) {
            session.outbox()
                    .add(messages.answer(
                            "cancel_on_disconnect", request.id(), Fields.of("enabled", session.cancelsFor() != null)));
        }
    }

    private boolean option(StreamSession session, @Nullable JsonNode id, boolean enabled) {
        Optional<StreamIdentity> identity = session.identity();
        if (!enabled) {
            session.cancelFor(null);
            return true;
        }
        if (identity.isEmpty()) {
            refuse(session, id, StreamError.UNAUTHENTICATED, "send an auth message first");
            return false;
        }
        if (!identity.get().mayTrade()) {
            refuse(session, id, StreamError.FORBIDDEN, "these credentials may not change orders");
            return false;
        }
        session.cancelFor(identity.get().principal().userId());
        return true;
    }

    /** Called every second: a session whose credentials have ended keeps what is public. */
    void checkCredentials(StreamSession session) {
        Optional<StreamIdentity> identity = session.identity();
        if (identity.isPresent() && identity.get().isEnded(clock.instant())) {
            endPrivate(session);
            connections.leave(session);
            session.actAs(null);
            session.refuse(
                    StreamError.CREDENTIALS_ENDED,
                    "the credentials have expired or are revoked: private channels have ended, authenticate again");
        }
    }

    private void endPrivate(StreamSession session) {
        List<Subscription> ended = new ArrayList<>(session.subscriptions());
        ended.removeIf(subscription -> !subscription.channel().isPrivate());
        ended.forEach(subscription -> drop(session, subscription));
    }

    private Topics topics(Channel channel) {
        Topics topics = channels.get(channel);
        if (topics == null) {
            throw new IllegalStateException("nobody serves " + channel);
        }
        return topics;
    }

    private static List<Subscription> subscriptions(Channel channel, List<String> symbols, @Nullable String interval) {
        return channel.isOfMarkets()
                ? symbols.stream()
                        .map(symbol -> new Subscription(channel, symbol, interval))
                        .toList()
                : List.of(new Subscription(channel, null, null));
    }

    private static Map<String, @Nullable Object> named(
            Channel channel, List<String> symbols, @Nullable String interval) {
        Map<String, @Nullable Object> fields = Fields.of("channel", channel.text());
        if (channel.isOfMarkets()) {
            fields.put("symbols", symbols);
        }
        if (interval != null) {
            fields.put("interval", interval);
        }
        return fields;
    }

    private void refuse(StreamSession session, @Nullable JsonNode id, StreamError error, String message) {
        session.outbox().add(messages.error(id, error, message));
    }
}
