package io.hft.backend.support;

import io.hft.engine.Engine;
import io.hft.engine.config.ConfigLoader;
import io.hft.engine.config.EngineConfig;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The real engine in this JVM, on a directory of its own; can be stopped and started again on the same port and data. */
public final class TestEngine implements AutoCloseable {
    private EngineConfig config;
    private Engine engine;

    public TestEngine() {
        this(UnaryOperator.identity());
    }

    /** With other settings than the default's. */
    public TestEngine(UnaryOperator<EngineConfig> settings) {
        config = settings.apply(ConfigLoader.defaults()
                .withDataDirectory(TestDirectories.create("test-engine"))
                .withServer(new EngineConfig.Server("127.0.0.1", 0, 0)));
        engine = Engine.start(config);
        config = config.withPort(engine.port());
    }

    public int port() {
        return config.server().port();
    }

    public void stop() {
        engine.close();
    }

    public void start() {
        engine = Engine.start(config);
    }

    /** Starts it as after the loss of its directory; returns the lost one. */
    public Path startWithNothing() {
        Path lost = config.dataDirectory();
        startWith(TestDirectories.create("test-engine"));
        return lost;
    }

    public void startWith(Path dataDirectory) {
        config = config.withDataDirectory(dataDirectory);
        start();
    }

    /** Starts it with other settings, on the same port and data. */
    public void startWith(UnaryOperator<EngineConfig> settings) {
        config = settings.apply(config);
        start();
    }

    @Override
    public void close() {
        engine.close();
    }
}
