package io.hft.tui.view;

import dev.tamboui.backend.jline3.JLineBackend;
import dev.tamboui.terminal.Terminal;
import dev.tamboui.tui.event.Event;
import dev.tamboui.tui.event.EventParser;
import dev.tamboui.tui.event.KeyEvent;
import dev.tamboui.tui.event.MouseEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * The terminal as a full screen. From {@link #open} to {@link #close} it is ours; then it is as it was found, also when the process is told to
 * end or fails: a shutdown hook sees to that. Drawing is one thread's, reading another's.
 */
public final class TerminalScreen implements AutoCloseable {
    private static final int WHEEL_LINES = 3;
    private static final int END_OF_INPUT = -1;
    private static final int NOTHING_YET = -2;
    private static final Path DEVICE = Path.of("/dev/tty");
    /** No colours, no mouse, no alternate screen, a cursor. */
    private static final String GIVE_BACK =
            "\u001b[0m\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?1015l\u001b[?1049l\u001b[?25h";

    private final JLineBackend backend;
    private final Terminal<JLineBackend> terminal;
    private final Theme theme;
    private final Attributes found;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = new Thread(this::restoreAtEnd, "restore-terminal");

    private TerminalScreen(JLineBackend backend, Theme theme) throws IOException {
        this.backend = backend;
        this.theme = theme;
        org.jline.terminal.Terminal device = backend.jlineTerminal();
        // Not the backend's own raw mode: it asks the terminal for its features and waits half a second for an answer.
        found = device.enterRawMode();
        Runtime.getRuntime().addShutdownHook(atExit);
        Attributes raw = device.getAttributes();
        // Ctrl-C is a key like others: the loop ends by it, in order.
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        device.setAttributes(raw);
        backend.enterAlternateScreen();
        backend.hideCursor();
        backend.enableMouseCapture();
        backend.clear();
        terminal = new Terminal<>(backend);
    }

    /**
     * @throws IOException when there is no terminal
     */
    public static TerminalScreen open(Theme theme) throws IOException {
        JLineBackend backend = new JLineBackend();
        if (backend.jlineTerminal().getType().startsWith("dumb")) {
            backend.close();
            throw new IOException("this is no terminal that a screen can be drawn on (TERM)");
        }
        return new TerminalScreen(backend, theme);
    }

    /** @param handler called from any thread when the size has changed */
    public void onResize(Runnable handler) {
        backend.onResize(handler);
    }

    /** Draws a frame; only the cells that differ from the last one are sent. */
    public void draw(Consumer<Canvas> painter) {
        if (!closed.get()) {
            terminal.draw(frame -> painter.accept(new Canvas(frame.buffer(), theme)));
        }
    }

    public int width() {
        return terminal.area().width();
    }

    public int height() {
        return terminal.area().height();
    }

    /** Everything anew: somebody else may have written on the screen. */
    public void redraw() {
        terminal.clear();
    }

    /** Waits so long for something to be done at the terminal; null if nothing is. */
    public @Nullable Input read(int timeoutMillis) {
        try {
            int next = backend.peek(timeoutMillis);
            if (next == END_OF_INPUT || closed.get()) {
                return new Input.Gone();
            }
            if (next == NOTHING_YET) {
                // Reading now would wait for a key without an end, and the process could not end before it either.
                return null;
            }
            Event event = EventParser.readEvent(backend, 0);
            return switch (event) {
                case KeyEvent key -> key(key);
                case MouseEvent mouse -> mouse(mouse);
                case null, default -> null;
            };
        } catch (IOException | UncheckedIOException gone) {
            return new Input.Gone();
        }
    }

    private static Input.Key key(KeyEvent key) {
        Input.Code code =
                switch (key.code()) {
                    case CHAR -> Input.Code.CHARACTER;
                    case ENTER -> Input.Code.ENTER;
                    case ESCAPE -> Input.Code.ESCAPE;
                    case TAB -> Input.Code.TAB;
                    case BACKSPACE -> Input.Code.BACKSPACE;
                    case DELETE -> Input.Code.DELETE;
                    case UP -> Input.Code.UP;
                    case DOWN -> Input.Code.DOWN;
                    case LEFT -> Input.Code.LEFT;
                    case RIGHT -> Input.Code.RIGHT;
                    case HOME -> Input.Code.HOME;
                    case END -> Input.Code.END;
                    case PAGE_UP -> Input.Code.PAGE_UP;
                    case PAGE_DOWN -> Input.Code.PAGE_DOWN;
                    default -> Input.Code.OTHER;
                };
        return new Input.Key(code, key.character(), key.hasCtrl());
    }

    private static @Nullable Input mouse(MouseEvent mouse) {
        return switch (mouse.kind()) {
            case PRESS -> mouse.isLeftButton() ? new Input.Click(mouse.x(), mouse.y()) : null;
            case SCROLL_UP -> new Input.Scroll(mouse.x(), mouse.y(), -WHEEL_LINES);
            case SCROLL_DOWN -> new Input.Scroll(mouse.x(), mouse.y(), WHEEL_LINES);
            default -> null;
        };
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The hook is what calls us, or is about to find nothing to do.
        }
    }

    /** The library closes its device at the end of the process as well, perhaps before us: so this goes past it, where that can be. */
    private void restoreAtEnd() {
        if (!closed.get() && Files.isWritable(DEVICE)) {
            try {
                Files.writeString(DEVICE, GIVE_BACK, StandardOpenOption.WRITE);
                closed.set(true);
                backend.jlineTerminal().setAttributes(found);
                return;
            } catch (IOException | RuntimeException notThere) {
                // Then by the library.
            }
        }
        restore();
    }

    /** Not by closing the device: that waits for a reader which waits for a key, and takes the next one, meant for somebody else, with it. */
    private void restore() {
        if (closed.compareAndSet(false, true)) {
            try {
                backend.writeRaw("\u001b[0m");
                backend.disableMouseCapture();
                backend.leaveAlternateScreen();
                backend.showCursor();
                backend.flush();
                backend.jlineTerminal().setAttributes(found);
            } catch (IOException gone) {
                // A terminal that is gone has nothing to be restored.
            }
        }
    }
}
