/**
 * The full screen at work: the loop that takes keys and news and draws ({@link io.hft.tui.screen.App}), what keys and commands do, and the
 * requests behind them. The loop's thread alone touches the models; requests run on threads of their own and come back through its inbox.
 */
@NullMarked
package io.hft.tui.screen;

import org.jspecify.annotations.NullMarked;
