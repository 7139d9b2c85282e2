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

/** The first line: how we are connected and as whom. The last two: what was said last or is being typed, and the keys that work. */
final class BarsView {
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
        canvas.right(area, right, 0, connection.account(), Ink.STRONG);
        Area left = area.left(Math.max(0, right - connection.account().length() - 2));
        int column = 1;
        for (Part part : fitting(desk, now, left.width() - column)) {
            column = canvas.text(left, column + part.gap(), 0, part.text(), part.ink());
        }
    }

    /** A piece of the status bar, so many cells behind the one before it. */
    private record Part(int gap, String text, Ink ink) {
        static int width(List<Part> parts) {
            return parts.stream()
                    .mapToInt(part -> part.gap() + part.text().length())
                    .sum();
        }
    }

    /** Warnings are always there; what else there is room for comes in this order: how it stands in numbers, then the names of all pages. */
    private static List<Part> fitting(Desk desk, Instant now, int width) {
        List<Part> shown = parts(desk, now, false, false);
        for (List<Part> more :
                List.of(parts(desk, now, false, true), parts(desk, now, true, false), parts(desk, now, true, true))) {
            if (Part.width(more) <= width) {
                shown = more;
            }
        }
        return shown;
    }

    private static List<Part> parts(Desk desk, Instant now, boolean allPages, boolean numbers) {
        ConnectionModel connection = desk.connection;
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(0, "HFT", Ink.TITLE));
        for (Desk.Page page : Desk.Page.values()) {
            boolean current = page == desk.page();
            if (allPages || current) {
                String label = page.ordinal() + 1 + " " + page.name().toLowerCase(Locale.ROOT);
                parts.add(new Part(2, label, current ? Ink.STRONG : Ink.FAINT));
            }
        }
        parts.add(new Part(3, "● " + feed(connection, now), feedInk(connection)));
        if (numbers && connection.latency() != null) {
            parts.add(new Part(1, latency(connection.latency()), Ink.FAINT));
        }
        if (desk.isStale()) {
            parts.add(new Part(2, "STALE", Ink.WARNING));
        }
        switch (connection.engine()) {
            case "ok" -> {
                if (numbers && allPages) {
                    parts.add(new Part(2, "engine ok", Ink.FAINT));
                }
            }
            case "?" -> parts.add(new Part(2, "engine ?", Ink.FAINT));
            default -> parts.add(new Part(2, engine(connection.engine()), Ink.WARNING));
        }
        if (numbers) {
            parts.add(new Part(2, "#" + connection.sequence(), Ink.FAINT));
        }
        return parts;
    }

    private static String feed(ConnectionModel connection, Instant now) {
        return switch (connection.feed()) {
            case CONNECTING -> "connecting";
            case LIVE -> "live";
            case SILENT -> "silent";
            case DOWN -> {
                Instant retryAt = Objects.requireNonNullElse(connection.retryAt(), now);
                long seconds = Math.max(0, Duration.between(now, retryAt).toMillis() + 999) / 1000;
                yield seconds == 0 ? "reconnecting" : "reconnecting in " + seconds + " s";
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

    private static String latency(Duration roundTrip) {
        long micros = roundTrip.toNanos() / 1000;
        return micros < 1000 ? "<1 ms" : micros / 1000 + " ms";
    }

    private static String engine(String state) {
        return switch (state) {
            case "engine_unavailable" -> "ENGINE AWAY";
            case "restricted" -> "RESTRICTED";
            default -> state.toUpperCase(Locale.ROOT);
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
