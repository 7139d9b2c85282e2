package io.hft.tui.view;

import io.hft.tui.model.ConnectionModel;
import io.hft.tui.model.Desk;
import io.hft.tui.model.LogModel.Entry;
import io.hft.tui.model.PromptModel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
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
        boolean roomy = area.width() >= 100;
        String clock = TapeView.CLOCK.format(now.atZone(zone));
        canvas.right(area, area.width() - 1, 0, clock, Ink.PLAIN);
        int right = area.width() - clock.length() - 3;
        if (connection.sandbox()) {
            canvas.right(area, right, 0, " SANDBOX ", Ink.BADGE);
            right -= 10;
        }
        canvas.right(area, right, 0, connection.account(), Ink.STRONG);
        Area left = area.left(Math.max(0, right - connection.account().length() - 1));
        int end = canvas.text(left, 1, 0, "HFT", Ink.TITLE);
        int page = 1;
        for (Desk.Page each : Desk.Page.values()) {
            boolean current = each == desk.page();
            if (roomy || current) {
                String label = page + " " + each.name().toLowerCase(Locale.ROOT);
                end = canvas.text(left, end + 2, 0, label, current ? Ink.STRONG : Ink.FAINT);
            }
            page++;
        }
        end = canvas.text(left, end + 3, 0, "● " + feed(connection, now), feedInk(connection));
        if (connection.latency() != null) {
            end = canvas.text(left, end + 1, 0, latency(connection.latency()), Ink.FAINT);
        }
        if (desk.isStale()) {
            end = canvas.text(left, end + 2, 0, "STALE", Ink.WARNING);
        }
        if (!connection.engine().equals("ok")) {
            end = canvas.text(left, end + 2, 0, engine(connection.engine()), Ink.WARNING);
        } else if (roomy) {
            end = canvas.text(left, end + 2, 0, "engine ok", Ink.FAINT);
        }
        canvas.text(left, end + 2, 0, "#" + connection.sequence(), Ink.FAINT);
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
            case "?" -> "engine ?";
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

    void footer(Canvas canvas, Area area, List<Hint> hints) {
        int column = 1;
        for (Hint hint : hints) {
            if (column + hint.key().length() + hint.what().length() + 1 > area.width()) {
                return;
            }
            column = canvas.text(area, column, 0, hint.key(), Ink.KEY);
            column = canvas.text(area, column + 1, 0, hint.what(), Ink.FAINT) + 2;
        }
    }
}
