package io.hft.backend.config;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says, in the one line that scripts wait for, that the backend serves. */
@Component
class ReadyLine {
    private static final Logger log = LoggerFactory.getLogger(ReadyLine.class);

    @EventListener
    void onReady(ApplicationReadyEvent event) {
        // Told to stop before it was ready, it is not ready.
        boolean running = event.getApplicationContext().isActive()
                && event.getApplicationContext().isRunning();
        if (running
                && event.getApplicationContext() instanceof WebServerApplicationContext web
                && web.getWebServer() != null) {
            String host = event.getApplicationContext().getEnvironment().getProperty("server.address", "0.0.0.0");
            log.info(
                    "backend ready on {}:{} (started in {} ms)",
                    host,
                    web.getWebServer().getPort(),
                    event.getTimeTaken() == null ? "?" : event.getTimeTaken().toMillis());
        }
    }
}
