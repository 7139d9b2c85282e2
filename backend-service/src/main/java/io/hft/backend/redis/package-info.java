/**
 * The Redis that several backends share, when there is one. Nothing in it is needed: whoever asks while it does not answer gets nothing, soon, and
 * helps himself. It knows no feature.
 */
@NullMarked
package io.hft.backend.redis;

import org.jspecify.annotations.NullMarked;
