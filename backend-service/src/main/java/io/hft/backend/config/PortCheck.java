package io.hft.backend.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Looks whether the ports are free before anything heavy is started, so that a second backend beside a first gives up at once. */
public final class PortCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    private static final int PORT_MAX = 65535;

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Environment environment = event.getEnvironment();
        require(environment, "server", "HFT_HTTP_PORT");
        require(environment, "management.server", "HFT_MANAGEMENT_PORT");
    }

    private static void require(Environment environment, String prefix, String variable) {
        String host = environment.getProperty(prefix + ".address", "0.0.0.0");
        String port = environment.getProperty(prefix + ".port", "0").strip();
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > PORT_MAX) {
            throw new StartupFailure(variable + " is \"" + port + "\": a port from 0 to " + PORT_MAX + " is expected");
        }
        requireFree(host, Integer.parseInt(port), variable);
    }

    /**
     * @throws StartupFailure when something listens there, or the address is not this machine's
     */
    public static void requireFree(String host, int port, String variable) {
        if (port == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            throw new StartupFailure("port " + port + " on " + host + " is not free (" + e.getMessage()
                    + "): stop what listens there, or choose another one with " + variable);
        }
    }
}
