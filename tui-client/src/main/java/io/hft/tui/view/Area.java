package io.hft.tui.view;

/** A rectangle of character cells. */
public record Area(int x, int y, int width, int height) {
    public Area {
        width = Math.max(0, width);
        height = Math.max(0, height);
    }

    public boolean isEmpty() {
        return width == 0 || height == 0;
    }

    public Area top(int rows) {
        return new Area(x, y, width, Math.min(rows, height));
    }

    public Area belowTop(int rows) {
        return new Area(x, y + Math.min(rows, height), width, height - rows);
    }

    public Area bottom(int rows) {
        int shown = Math.min(rows, height);
        return new Area(x, y + height - shown, width, shown);
    }

    public Area aboveBottom(int rows) {
        return new Area(x, y, width, height - rows);
    }

    public Area left(int columns) {
        return new Area(x, y, Math.min(columns, width), height);
    }

    public Area rightOf(int columns) {
        return new Area(x + Math.min(columns, width), y, width - columns, height);
    }

    public Area inner() {
        return new Area(x + 1, y + 1, width - 2, height - 2);
    }

    public Area centred(int columns, int rows) {
        int w = Math.min(columns, width);
        int h = Math.min(rows, height);
        return new Area(x + (width - w) / 2, y + (height - h) / 2, w, h);
    }

    public boolean contains(int column, int row) {
        return column >= x && column < x + width && row >= y && row < y + height;
    }
}
