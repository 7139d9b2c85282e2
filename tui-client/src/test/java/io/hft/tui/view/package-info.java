@NullMarked
package io.hft.tui.view;

import org.jspecify.annotations.NullMarked;
