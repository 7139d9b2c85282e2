package io.hft.tui.screen;

import io.hft.tui.model.Desk;
import io.hft.tui.view.Area;
import io.hft.tui.view.FrameView;
import io.hft.tui.view.Input;
import java.util.List;

/** What clicks and the wheel do: choose a market, an order, a field's neighbour; scroll what is under the pointer. */
final class Mouse {
    private final Desk desk;
    private final Keys keys;

    Mouse(Desk desk, Keys keys) {
        this.desk = desk;
        this.keys = keys;
    }

    void scroll(Input.Scroll wheel, int width, int height) {
        if (desk.page() == Desk.Page.TRADE
                && FrameView.placesOn(width, height, desk).ladder().contains(wheel.column(), wheel.row())) {
            desk.moveLadder(-wheel.lines());
        } else {
            keys.move(wheel.lines());
        }
    }

    void click(Input.Click at, int width, int height) {
        if (desk.page() != Desk.Page.TRADE) {
            return;
        }
        Area markets = FrameView.placesOn(width, height, desk).watchlist().inner();
        if (markets.contains(at.column(), at.row())) {
            List<String> symbols = desk.watchlist.symbols();
            int row = at.row() - markets.y();
            if (row < symbols.size()) {
                desk.watchlist.select(symbols.get(row));
                keys.selected();
            }
        }
    }
}
