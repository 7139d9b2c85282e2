@NullMarked
package io.hft.tui.client;

import org.jspecify.annotations.NullMarked;
