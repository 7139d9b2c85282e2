package io.hft.tui.view;

import java.util.List;

/** All keys and commands, over everything. */
final class HelpView {
    void draw(Canvas canvas, Area area, List<List<Hint>> groups, List<String> titles) {
        Area box = area.centred(80, 21);
        canvas.clear(box);
        Area inner = canvas.box(box, "help", Ink.TITLE);
        int row = 0;
        int column = 0;
        int begin = 0;
        for (int g = 0; g < groups.size(); g++) {
            List<Hint> group = groups.get(g);
            if (row > begin && row + group.size() + 1 > inner.height() && column == 0) {
                column = inner.width() / 2;
                row = begin;
            }
            canvas.text(inner, column + 1, row++, titles.get(g), Ink.TITLE);
            for (Hint hint : group) {
                canvas.text(inner, column + 2, row, hint.key(), Ink.KEY);
                canvas.text(
                        inner.left(column == 0 ? inner.width() / 2 : inner.width()),
                        column + 11,
                        row++,
                        hint.what(),
                        Ink.PLAIN);
            }
            row++;
        }
    }
}
