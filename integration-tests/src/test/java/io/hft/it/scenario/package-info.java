/** What a user of the platform relies on, each on running processes. Every class has a platform of its own. */
@NullMarked
package io.hft.it.scenario;

import org.jspecify.annotations.NullMarked;
