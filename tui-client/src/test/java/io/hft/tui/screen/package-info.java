@NullMarked
package io.hft.tui.screen;

import org.jspecify.annotations.NullMarked;
