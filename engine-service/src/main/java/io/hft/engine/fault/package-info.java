/** Places where a test can kill the engine's process; without the test's environment variable they do nothing. */
@NullMarked
package io.hft.engine.fault;

import org.jspecify.annotations.NullMarked;
