package io.hft.tui.view;

import io.hft.tui.model.ConnectionModel;
import io.hft.tui.model.Desk;
import io.hft.tui.model.LogModel.Entry;
import io.hft.tui.model.PromptModel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The first line: how we are connected and as whom. The last two: what was said last or is being typed, and the keys that work. */
final class BarsView {
    private static final int LATENCY_WIDTH = 6;
    /** A long name gets so much of the line, and is cut beyond. */
    private static final int ACCOUNT_SHARE = 7;

    private final ZoneId zone;

    BarsView(ZoneId zone) {
        this.zone = zone;
    }

    void status(Canvas canvas, Area area, Desk desk, Instant now) {
        ConnectionModel connection = desk.connection;
        String clock = TapeView.CLOCK.format(now.atZone(zone));
        canvas.right(area, area.width() - 1, 0, clock, Ink.PLAIN);
        int right = area.width() - clock.length() - 3;
        if (connection.sandbox()) {
            canvas.right(area, right, 0, " SANDBOX ", Ink.BADGE);
            right -= 10;
        }
        String account = shortened(connection.account(), area.width() / ACCOUNT_SHARE);
        canvas.right(area, right, 0, account, Ink.STRONG);
        Area left = area.left(Math.max(0, right - account.length() - 2));
        int column = 1;
        for (Part part : fitting(desk, now, left.width() - column)) {
            canvas.text(left, column + part.gap(), 0, part.text(), part.ink());
            column += part.width();
        }
    }

    private static String shortened(String name, int most) {
        return name.length() <= most ? name : name.substring(0, Math.max(0, most - 1)) + "…";
    }

    /** A piece of the status bar, so many cells behind the one before it. */
    private record Part(int gap, String text, Ink ink) {
        int width() {
            return gap + text.length();
        }

        static int width(List<Part> parts) {
            return parts.stream().mapToInt(Part::width).sum();
        }
    }

    /** What the left half of the status bar tells; each says less than the one before. */
    private enum Telling {
        EVERYTHING,
        /** Of the other pages only their keys. */
        KEYS,
        PAGE,
        UNTITLED,
        WITHOUT_SEQUENCE,
        WITHOUT_LATENCY,
        /** How it stands, which is never left out, in the fewest words. */
        STATE;

        boolean leavesOut(Telling what) {
            return compareTo(what) >= 0;
        }
    }

    private static List<Part> fitting(Desk desk, Instant now, int width) {
        List<Part> shown = List.of();
        for (Telling telling : Telling.values()) {
            shown = parts(desk, now, telling);
            if (Part.width(shown) <= width) {
                break;
            }
        }
        return shown;
    }

    private static List<Part> parts(Desk desk, Instant now, Telling telling) {
        ConnectionModel connection = desk.connection;
        List<Part> parts = new ArrayList<>();
        if (!telling.leavesOut(Telling.UNTITLED)) {
            parts.add(new Part(0, "HFT", Ink.TITLE));
        }
        for (Desk.Page page : Desk.Page.values()) {
            boolean current = page == desk.page();
            if (!telling.leavesOut(Telling.PAGE) || current && !telling.leavesOut(Telling.STATE)) {
                String key = Integer.toString(page.ordinal() + 1);
                String label = current || !telling.leavesOut(Telling.KEYS)
                        ? key + " " + page.name().toLowerCase(Locale.ROOT)
                        : key;
                parts.add(new Part(parts.isEmpty() ? 0 : 2, label, current ? Ink.STRONG : Ink.FAINT));
            }
        }
        String feed = "● " + feed(connection, now, telling.leavesOut(Telling.WITHOUT_LATENCY));
        parts.add(new Part(parts.isEmpty() ? 0 : 3, feed, feedInk(connection)));
        if (connection.feed() == ConnectionModel.Feed.LIVE && !telling.leavesOut(Telling.WITHOUT_LATENCY)) {
            parts.add(new Part(1, latency(connection.latency()), Ink.FAINT));
        }
        if (desk.isStale()) {
            parts.add(new Part(2, "STALE", Ink.WARNING));
        }
        parts.add(engine(connection));
        if (!telling.leavesOut(Telling.WITHOUT_SEQUENCE)) {
            parts.add(new Part(2, "#" + connection.sequence(), Ink.FAINT));
        }
        return parts;
    }

    private static String feed(ConnectionModel connection, Instant now, boolean brief) {
        return switch (connection.feed()) {
            case CONNECTING -> "connecting";
            case LIVE -> "live";
            case SILENT -> "silent";
            case DOWN -> {
                Instant retryAt = Objects.requireNonNullElse(connection.retryAt(), now);
                long seconds = Math.max(0, Duration.between(now, retryAt).toMillis() + 999) / 1000;
                String what = brief ? "away" : "reconnecting";
                yield seconds == 0 ? what : what + (brief ? " " : " in ") + seconds + " s";
            }
        };
    }

    private static Ink feedInk(ConnectionModel connection) {
        return switch (connection.feed()) {
            case LIVE -> Ink.GOOD;
            case CONNECTING -> Ink.PLAIN;
            case SILENT -> Ink.WARNING;
            case DOWN -> Ink.BAD;
        };
    }

    /** Always as wide: what stands behind it does not jump with each measurement, nor with the first. */
    private static String latency(@Nullable Duration roundTrip) {
        if (roundTrip == null) {
            return " ".repeat(LATENCY_WIDTH);
        }
        long millis = roundTrip.toMillis();
        String text = millis < 1 ? "<1 ms" : millis < 1000 ? millis + " ms" : millis / 1000 + " s";
        return text + " ".repeat(Math.max(0, LATENCY_WIDTH - text.length()));
    }

    private static Part engine(ConnectionModel connection) {
        return switch (connection.engine()) {
            // Nobody tells us while the feed is away.
            case "ok" ->
                connection.feed() == ConnectionModel.Feed.LIVE
                        ? new Part(2, "engine ok", Ink.FAINT)
                        : new Part(2, "engine ?", Ink.FAINT);
            case "?" -> new Part(2, "engine ?", Ink.FAINT);
            case "engine_unavailable" -> new Part(2, "ENGINE AWAY", Ink.WARNING);
            default -> new Part(2, connection.engine().toUpperCase(Locale.ROOT), Ink.WARNING);
        };
    }

    /** Returns where the cursor is to stand, or -1. */
    int prompt(Canvas canvas, Area area, Desk desk) {
        PromptModel prompt = desk.prompt;
        return switch (prompt.kind()) {
            case COMMAND -> typed(canvas, area, ":", prompt);
            case FILTER -> typed(canvas, area, "/", prompt);
            case QUESTION -> {
                canvas.text(area, 1, 0, prompt.question() + "  y / n", Ink.BADGE);
                yield -1;
            }
            case NONE -> {
                Entry last = desk.log.last().orElse(null);
                if (last != null) {
                    canvas.text(area, 1, 0, last.text(), LogView.ink(last.level()));
                }
                yield -1;
            }
        };
    }

    private static int typed(Canvas canvas, Area area, String sign, PromptModel prompt) {
        canvas.text(area, 0, 0, sign, Ink.KEY);
        canvas.text(area, 1, 0, prompt.text(), Ink.STRONG);
        canvas.text(
                area,
                1 + prompt.cursor(),
                0,
                prompt.cursor() < prompt.text().length()
                        ? prompt.text().substring(prompt.cursor(), prompt.cursor() + 1)
                        : " ",
                Ink.SELECTED);
        if (!prompt.candidates().isEmpty()) {
            canvas.text(area, 4 + prompt.text().length(), 0, String.join("  ", prompt.candidates()), Ink.FAINT);
        }
        return prompt.cursor() + 1;
    }

    /** The last two, help and leaving, are always there; of the others as many as there is room for. */
    void footer(Canvas canvas, Area area, List<Hint> hints) {
        int kept = Math.min(2, hints.size());
        int reserved = hints.subList(hints.size() - kept, hints.size()).stream()
                .mapToInt(BarsView::width)
                .sum();
        int column = 1;
        for (int i = 0; i < hints.size(); i++) {
            Hint hint = hints.get(i);
            boolean last = i >= hints.size() - kept;
            if (last || column + width(hint) + reserved <= area.width()) {
                column = canvas.text(area, column, 0, hint.key(), Ink.KEY);
                column = canvas.text(area, column + 1, 0, hint.what(), Ink.FAINT) + 2;
            }
        }
    }

    private static int width(Hint hint) {
        return hint.key().length() + hint.what().length() + 3;
    }
}
