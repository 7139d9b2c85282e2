package io.hft.backend.stream;

import io.hft.backend.web.ClientAddress;
import io.hft.backend.web.ErrorCode;
import io.hft.backend.web.Problem;
import io.hft.backend.web.ProblemWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Lets a connection in while there is room, and remembers who it is by its headers. */
@Component
final class StreamHandshake implements HandshakeInterceptor {
    static final String IDENTITY = "hft.identity";
    static final String ADDRESS = "hft.address";
    private static final int RETRY_SECONDS = 5;

    private final Connections connections;
    private final StreamAuthentication authentication;
    private final ProblemWriter problems;

    StreamHandshake(Connections connections, StreamAuthentication authentication, ProblemWriter problems) {
        this.connections = connections;
        this.authentication = authentication;
        this.problems = problems;
    }

    @Override
    public boolean beforeHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            Map<String, Object> attributes)
            throws IOException {
        String address = ClientAddress.networkOf(((ServletServerHttpRequest) request).getServletRequest());
        if (connections.isFull() || connections.isFull(address)) {
            Problem problem = connections.isFull()
                    ? Problem.of(ErrorCode.UNAVAILABLE, "As many connections are open as this server takes")
                    : Problem.of(
                            ErrorCode.TOO_MANY_CONNECTIONS, "As many connections are open as one address may have");
            problems.write(
                    problem.withRetryAfter(RETRY_SECONDS),
                    ((ServletServerHttpRequest) request).getServletRequest(),
                    ((ServletServerHttpResponse) response).getServletResponse());
            return false;
        }
        attributes.put(ADDRESS, address);
        authentication.ofHandshake().ifPresent(identity -> attributes.put(IDENTITY, identity));
        return true;
    }

    @Override
    public void afterHandshake(
            ServerHttpRequest request,
            ServerHttpResponse response,
            WebSocketHandler handler,
            @Nullable Exception problem) {
        // The session counts from its beginning on.
    }

    /** No compression: the same message goes to many, and each would be compressed on its own. */
    static final class Plain extends DefaultHandshakeHandler {
        @Override
        protected List<WebSocketExtension> filterRequestedExtensions(
                ServerHttpRequest request, List<WebSocketExtension> requested, List<WebSocketExtension> supported) {
            return List.of();
        }
    }
}
