/** What was measured: as {@code results.json}, as a table on the terminal and as Markdown. */
@NullMarked
package io.hft.bench.report;

import org.jspecify.annotations.NullMarked;
