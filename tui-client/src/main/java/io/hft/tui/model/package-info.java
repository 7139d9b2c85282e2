/**
 * What the full screen knows: book, tape, orders, money, the ticket, the log. Plain state that knows no terminal and no connection. Not safe
 * for several threads: the screen's loop alone reads and changes it.
 */
@NullMarked
package io.hft.tui.model;

import org.jspecify.annotations.NullMarked;
