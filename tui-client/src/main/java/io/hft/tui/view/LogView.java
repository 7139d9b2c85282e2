package io.hft.tui.view;

import io.hft.tui.model.Desk;
import io.hft.tui.model.LogModel.Entry;
import io.hft.tui.model.LogModel.Level;
import java.time.ZoneId;
import java.util.List;

/** What has happened, newest at the bottom. */
final class LogView {
    private final ZoneId zone;

    LogView(ZoneId zone) {
        this.zone = zone;
    }

    void draw(Canvas canvas, Area area, Desk desk) {
        Area inner = canvas.box(area, "log", Ink.FAINT);
        List<Entry> entries = desk.log.entries();
        int end = entries.size() - desk.log.offset();
        int first = Math.max(0, end - inner.height());
        for (int i = first; i < end; i++) {
            Entry entry = entries.get(i);
            int row = i - first;
            canvas.text(inner, 1, row, TapeView.CLOCK.format(entry.at().atZone(zone)), Ink.FAINT);
            canvas.text(inner, 10, row, entry.text(), ink(entry.level()));
        }
    }

    static Ink ink(Level level) {
        return switch (level) {
            case INFO -> Ink.PLAIN;
            case GOOD -> Ink.GOOD;
            case WARNING -> Ink.WARNING;
            case ERROR -> Ink.BAD;
        };
    }
}
