@NullMarked
package io.hft.tui.command;

import org.jspecify.annotations.NullMarked;
