/**
 * Who calls: users, passwords, tokens, and what a caller may touch. Passwords are kept as Argon2id hashes, refresh tokens as SHA-256
 * hashes; access tokens are signed (ES256) and not stored. In sandbox mode a caller without credentials is the demo user. Moves no
 * money and knows no order.
 */
@NullMarked
package io.hft.backend.identity;

import org.jspecify.annotations.NullMarked;
