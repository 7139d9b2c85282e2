package io.hft.tui.view;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.text.CharWidth;
import dev.tamboui.widgets.block.Block;
import dev.tamboui.widgets.block.BorderSet;
import dev.tamboui.widgets.block.BorderType;
import dev.tamboui.widgets.block.Borders;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** What views draw on: cells, clipped to the area that a view was given. */
public final class Canvas {
    private static final BorderSet ASCII_BORDER = new BorderSet("-", "-", "|", "|", "+", "+", "+", "+");
    private final Buffer buffer;
    private final Theme theme;

    Canvas(Buffer buffer, Theme theme) {
        this.buffer = buffer;
        this.theme = theme;
    }

    /** One that no terminal shows. */
    public static Canvas virtual(int width, int height, Theme theme) {
        return new Canvas(Buffer.empty(new Rect(0, 0, width, height)), theme);
    }

    public Area area() {
        return new Area(0, 0, buffer.width(), buffer.height());
    }

    /** Writes from a column of the area's row to the right, as far as there is room; returns the column behind it. */
    public int text(Area area, int column, int row, String text, Ink ink) {
        if (row < 0 || row >= area.height() || column >= area.width()) {
            return column;
        }
        String shown = theme.shown(text);
        String fitting = CharWidth.substringByWidth(shown, area.width() - Math.max(0, column));
        buffer.setString(area.x() + Math.max(0, column), area.y() + row, fitting, theme.style(ink));
        return column + CharWidth.of(fitting);
    }

    /** Writes so that the text ends before the column. */
    public void right(Area area, int endColumn, int row, String text, Ink ink) {
        String shown = theme.shown(text);
        int width = CharWidth.of(shown);
        int begin = Math.min(endColumn, area.width()) - width;
        if (begin >= 0) {
            text(area, begin, row, text, ink);
        } else {
            text(area, 0, row, CharWidth.substringByWidth(shown, Math.max(0, width + begin)), ink);
        }
    }

    public void centred(Area area, int row, String text, Ink ink) {
        text(area, Math.max(0, (area.width() - CharWidth.of(text)) / 2), row, text, ink);
    }

    /** A frame with a title; returns what is inside. */
    public Area box(Area area, String title, Ink ink) {
        if (area.width() < 2 || area.height() < 2) {
            return new Area(area.x(), area.y(), 0, 0);
        }
        Block.Builder block = Block.builder()
                .borders(EnumSet.of(Borders.TOP, Borders.BOTTOM, Borders.LEFT, Borders.RIGHT))
                .borderStyle(theme.style(ink));
        if (theme.ascii()) {
            block.customBorderSet(ASCII_BORDER);
        } else {
            block.borderType(BorderType.ROUNDED);
        }
        block.build().render(new Rect(area.x(), area.y(), area.width(), area.height()), buffer);
        if (!title.isEmpty()) {
            text(new Area(area.x() + 2, area.y(), area.width() - 4, 1), 0, 0, " " + title + " ", Ink.TITLE);
        }
        return area.inner();
    }

    /** Empties an area, for what lies above others. */
    public void clear(Area area) {
        buffer.clear(new Rect(area.x(), area.y(), area.width(), area.height()));
    }

    /** Gives a whole row of an area a look. */
    public void highlight(Area area, int row, Ink ink) {
        if (row >= 0 && row < area.height()) {
            buffer.setStyle(new Rect(area.x(), area.y() + row, area.width(), 1), theme.style(ink));
        }
    }

    /** A bar of so many eighths of a cell. */
    String bar(int eighths) {
        if (theme.ascii()) {
            return "#".repeat((eighths + 4) / 8);
        }
        String rest = eighths % 8 == 0 ? "" : String.valueOf((char) ('█' + 8 - eighths % 8));
        return "█".repeat(eighths / 8) + rest;
    }

    /** What is drawn, line by line, without looks. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < buffer.height(); y++) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x < buffer.width(); x++) {
                if (!buffer.get(x, y).isContinuation()) {
                    line.append(buffer.get(x, y).symbol());
                }
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** The same with colours, as a terminal would get it. */
    public String ansi() {
        return buffer.toAnsiString();
    }
}
