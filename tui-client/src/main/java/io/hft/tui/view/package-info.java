/**
 * What the full screen looks like. The only place that names the terminal libraries: {@link io.hft.tui.view.TerminalScreen} is the terminal,
 * {@link io.hft.tui.view.Canvas} what is drawn on, and everything else draws models on canvases, at any size, also on one that no terminal
 * ever shows.
 */
@NullMarked
package io.hft.tui.view;

import org.jspecify.annotations.NullMarked;
