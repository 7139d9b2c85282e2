package io.hft.bench.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Many readers on one thread. */
public final class LiveReaders implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final long LOOK_MILLIS = 100;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final URI url;
    private final List<String> symbols;
    private final LiveFigures figures;
    private final List<LiveReader> readers = new ArrayList<>();
    private final Selector selector;
    private final Thread thread = Thread.ofPlatform().name("readers").unstarted(this::run);
    private volatile boolean beginning;
    private volatile boolean stopping;

    /**
     * @param symbols of the markets, one per reader in turns
     * @param orders gets each message of the channel of own orders, on the readers' thread
     */
    public LiveReaders(URI url, List<String> symbols, Consumer<String> orders) throws IOException {
        this.url = url;
        this.symbols = symbols;
        this.figures = new LiveFigures(orders);
        this.selector = Selector.open();
    }

    /** Each as the next of the users. What comes meanwhile is read while the next ones connect. */
    public void connect(int count, List<String> tokens) throws IOException {
        final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
        for (int i = 0; i < count; i++) {
            readers.add(new LiveReader(
                    url, tokens.get(i % tokens.size()), symbols.get(i % symbols.size()), selector, figures));
            selector.selectNow(key -> ((LiveReader) key.attachment()).read(in));
        }
        thread.start();
    }

    /** From now on it counts. */
    public void begin() {
        beginning = true;
        selector.wakeup();
    }

    private void run() {
        final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
        long secondEnds = System.nanoTime() + SECOND_NANOS;
        try {
            while (!stopping) {
                selector.select(key -> ((LiveReader) key.attachment()).read(in), LOOK_MILLIS);
                if (beginning) {
                    figures.begin();
                    beginning = false;
                    secondEnds = System.nanoTime() + SECOND_NANOS;
                }
                if (System.nanoTime() - secondEnds >= 0) {
                    figures.second();
                    secondEnds += SECOND_NANOS;
                }
            }
            readers.forEach(LiveReader::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all connections. @return what was seen; whole from now on */
    public LiveFigures stop() throws InterruptedException {
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
