/**
 * Copies of the answers to idempotent requests in the Redis that several backends share. PostgreSQL has the truth and is asked whenever there is no copy;
 * a copy is encrypted and bound to its key, so that who can write to Redis can neither read nor make one. Nobody names this package.
 */
@NullMarked
package io.hft.backend.replay;

import org.jspecify.annotations.NullMarked;
