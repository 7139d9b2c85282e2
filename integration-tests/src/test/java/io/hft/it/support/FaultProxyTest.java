package io.hft.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hft.it.support.FaultProxy.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void startEcho() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket client = echo.accept();
                    Thread.ofVirtual().start(() -> {
                        try (client) {
                            client.getInputStream().transferTo(client.getOutputStream());
                        } catch (IOException broken) {
                            // As the tests want it.
                        }
                    });
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
        proxy = new FaultProxy(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static int say(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }

    @Test
    void passesBytesBothWays() throws IOException {
        try (Socket socket = connect()) {
            assertThat(say(socket, 42)).isEqualTo(42);
        }
    }

    @Test
    void resetsOpenConnectionsAndServesNewOnes() throws IOException {
        try (Socket socket = connect();
                Socket next = connect()) {
            assertThat(say(socket, 1)).isEqualTo(1);
            proxy.apply(new Fault.Reset());

            assertThatThrownBy(() -> say(socket, 2)).isInstanceOf(IOException.class);
            try (Socket later = connect()) {
                assertThat(say(later, 3)).isEqualTo(3);
            }
        }
    }

    @Test
    void holdsBytesBackAndLosesNone() throws IOException {
        try (Socket socket = connect()) {
            assertThat(say(socket, 1)).isEqualTo(1);
            proxy.apply(new Fault.BlackHole(Duration.ofHours(1)));
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> say(socket, 2)).isInstanceOf(SocketTimeoutException.class);

            proxy.heal();

            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void cutsBehindSoManyBytes() throws IOException {
        try (Socket socket = connect()) {
            assertThat(say(socket, 1)).isEqualTo(1);
            // Both ways count.
            proxy.apply(new Fault.CutAfter(3));

            assertThat(say(socket, 2)).isEqualTo(2);
            assertThatThrownBy(() -> say(socket, 3)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesForATime() throws IOException {
        proxy.apply(new Fault.Refuse(Duration.ofHours(1)));
        assertThatThrownBy(() -> {
                    try (Socket socket = connect()) {
                        if (say(socket, 1) < 0) {
                            throw new IOException("closed");
                        }
                    }
                })
                .isInstanceOf(IOException.class);

        proxy.heal();

        try (Socket socket = connect()) {
            assertThat(say(socket, 1)).isEqualTo(1);
        }
    }
}
