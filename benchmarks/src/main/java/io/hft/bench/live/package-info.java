/** Many readers of the live interface and many logged-in users at once, against a running platform. */
@NullMarked
package io.hft.bench.live;

import org.jspecify.annotations.NullMarked;
