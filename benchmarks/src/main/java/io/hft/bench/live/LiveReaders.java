package io.hft.bench.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Many readers on one thread. */
final class LiveReaders implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final long LOOK_MILLIS = 100;

    private final URI url;
    private final String symbol;
    private final LiveFigures figures = new LiveFigures();
    private final List<LiveReader> readers = new ArrayList<>();
    private final Selector selector;
    private final Thread thread = Thread.ofPlatform().name("readers").unstarted(this::run);
    private volatile boolean beginning;
    private volatile boolean stopping;

    LiveReaders(URI url, String symbol) throws IOException {
        this.url = url;
        this.symbol = symbol;
        this.selector = Selector.open();
    }

    /** Each as the next of the users. What comes meanwhile is read while the next ones connect. */
    void connect(int count, List<String> tokens) throws IOException {
        final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
        for (int i = 0; i < count; i++) {
            readers.add(new LiveReader(url, tokens.get(i % tokens.size()), symbol, selector, figures));
            selector.selectNow(key -> ((LiveReader) key.attachment()).read(in));
        }
        thread.start();
    }

    /** From now on it counts. */
    void begin() {
        beginning = true;
        selector.wakeup();
    }

    private void run() {
        final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (!stopping) {
                selector.select(key -> ((LiveReader) key.attachment()).read(in), LOOK_MILLIS);
                if (beginning) {
                    figures.begin();
                    beginning = false;
                }
            }
            readers.forEach(LiveReader::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all connections. @return what was seen; whole from now on */
    LiveFigures stop() throws InterruptedException {
        stopping = true;
        thread.join();
        return figures;
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        readers.forEach(LiveReader::close);
        selector.close();
    }
}
