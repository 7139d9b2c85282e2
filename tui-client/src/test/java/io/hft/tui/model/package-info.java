@NullMarked
package io.hft.tui.model;

import org.jspecify.annotations.NullMarked;
