/**
 * Play money and somebody to trade with: seeds the first start, welcomes new users with money, and keeps a house that quotes both sides of every
 * USD market, and where prices move takers who trade with it, through the ordinary order path. Present only in sandbox mode; nobody names this package.
 */
@NullMarked
package io.hft.backend.sandbox;

import org.jspecify.annotations.NullMarked;
