package io.hft.tui.screen;

import io.hft.tui.model.Desk;
import io.hft.tui.model.LogModel.Level;
import io.hft.tui.view.FrameView;
import io.hft.tui.view.Input;
import io.hft.tui.view.TerminalScreen;
import io.hft.tui.view.Theme;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The full screen. One loop takes what the keyboard, the live feed and requests put into the inbox, and draws when something has changed, at
 * most {@value FramePace#FRAMES_PER_SECOND} times a second; when nothing happens it draws once a second, for the clock.
 */
public final class App implements AutoCloseable {
    private static final Duration PREVIEW_AFTER = Duration.ofMillis(250);
    private static final int READ_MILLIS = 500;

    private final Settings settings;
    private final Desk desk = new Desk();
    private final Inbox inbox = new Inbox();
    private final Requests requests = new Requests(inbox);
    private final Trader trader;
    private final News news;
    private final Keys keys;
    private final Mouse mouse;
    private final FrameView frame = new FrameView(ZoneId.systemDefault());
    private final FramePace pace = new FramePace(System::nanoTime);
    private long previewAt;

    private App(Settings settings) {
        this.settings = settings;
        trader = new Trader(desk, settings.backend(), requests, settings.clock(), settings.confirmAbove());
        news = new News(desk, settings.backend(), requests, inbox, settings.clock());
        CommandLine line = new CommandLine(desk, new History(settings.directory()));
        keys = new Keys(desk, trader, news, line, settings.clock(), this::previewLater);
        Commands commands = new Commands(desk, trader, keys, settings.clock());
        keys.use(commands::run);
        mouse = new Mouse(desk, keys);
    }

    /**
     * Runs until the person leaves.
     *
     * @throws IOException when there is no terminal to draw on
     * @throws ScreenFailed when something unexpected has ended it; the terminal is as it was found then, too
     */
    public static void run(Settings settings) throws IOException {
        try (TerminalScreen screen = TerminalScreen.open(Theme.of(settings.environment()));
                App app = new App(settings)) {
            app.loop(screen);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            throw new ScreenFailed(e);
        }
    }

    private void loop(TerminalScreen screen) throws InterruptedException {
        screen.onResize(() -> inbox.put(() -> {}));
        Thread.ofPlatform().daemon().name("keyboard").start(() -> read(screen));
        desk.log.add(
                now(),
                Level.INFO,
                "orders worth more than " + settings.confirmAbove().toPlainString() + " are asked for once more");
        whoAmI();
        news.start();
        while (!keys.ended()) {
            if (pace.isDue()) {
                screen.draw(canvas -> frame.draw(
                        canvas, desk, now(), KeyBindings.now(desk), KeyBindings.groups(), KeyBindings.TITLES));
                pace.drawn();
            }
            take(Math.max(1, Math.min(pace.untilDue(untilNextSecond()), untilPreview())));
        }
    }

    private long untilNextSecond() {
        return TimeUnit.MILLISECONDS.toNanos(1_001 - settings.clock().millis() % 1_000);
    }

    private long untilPreview() {
        return previewAt == 0 ? Long.MAX_VALUE : previewAt - System.nanoTime();
    }

    private void take(long waitNanos) throws InterruptedException {
        Runnable task = inbox.take(waitNanos);
        if (task != null || untilNextSecond() > TimeUnit.MILLISECONDS.toNanos(900)) {
            pace.changed();
        }
        while (task != null && !keys.ended()) {
            task.run();
            task = inbox.takeNow();
        }
        if (previewAt != 0 && System.nanoTime() >= previewAt) {
            previewAt = 0;
            trader.preview();
        }
    }

    private void previewLater() {
        previewAt = System.nanoTime() + PREVIEW_AFTER.toNanos();
    }

    private Instant now() {
        return settings.clock().instant();
    }

    private void read(TerminalScreen screen) {
        try {
            while (!keys.ended()) {
                Input input = screen.read(READ_MILLIS);
                if (input != null) {
                    inbox.put(() -> handle(input, screen));
                }
                if (input instanceof Input.Gone) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            // Nobody could leave a screen that hears no keys.
            inbox.put(() -> {
                throw e;
            });
        }
    }

    private void handle(Input input, TerminalScreen screen) {
        switch (input) {
            case Input.Key key when key.isControl('l') -> screen.redraw();
            case Input.Key key -> keys.press(key);
            case Input.Click click -> mouse.click(click, screen.width(), screen.height());
            case Input.Scroll scroll -> mouse.scroll(scroll, screen.width(), screen.height());
            case Input.Gone gone -> keys.quit();
        }
    }

    /** The sandbox is where somebody without credentials is somebody. */
    private void whoAmI() {
        requests.ask(
                () -> settings.backend().get("/api/v1/auth/me"),
                me -> {
                    String name = me.path("username").asString("?");
                    boolean demo = !me.path("authenticated").asBoolean(false);
                    desk.connection.account(name, demo);
                    if (!demo) {
                        askForSandbox(name);
                    }
                },
                failure -> {
                    desk.connection.account(settings.account().isEmpty() ? "nobody" : settings.account(), false);
                    desk.log.add(now(), Level.WARNING, Requests.words(failure));
                });
    }

    private void askForSandbox(String name) {
        requests.<@Nullable JsonNode>ask(
                () -> settings.backend().asNobody().get("/api/v1/auth/me"),
                me -> desk.connection.account(name, true),
                refused -> {
                    // A real exchange answers nobody.
                });
    }

    @Override
    public void close() {
        news.close();
        requests.close();
    }

    /** The worth above which an order is asked for once more, if nothing else is set. */
    public static final BigDecimal DEFAULT_CONFIRM_ABOVE = new BigDecimal("25000");
}
