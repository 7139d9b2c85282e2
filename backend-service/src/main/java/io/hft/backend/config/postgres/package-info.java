/**
 * A real PostgreSQL of our own: its programs come with the build, its data survives, and every commit is forced to disk. One backend owns a
 * data directory at a time (a file lock). What a killed backend left running is stopped before the next start; a server that dies is
 * brought up again. Needs no root rights, and works with them.
 */
@NullMarked
package io.hft.backend.config.postgres;

import org.jspecify.annotations.NullMarked;
