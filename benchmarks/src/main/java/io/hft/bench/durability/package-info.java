/** What durability costs: how long a start takes after a crash, and what a snapshot does to those who trade meanwhile. */
@NullMarked
package io.hft.bench.durability;

import org.jspecify.annotations.NullMarked;
