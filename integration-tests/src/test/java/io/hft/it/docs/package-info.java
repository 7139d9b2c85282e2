/** The documentation against what is there. No process is started here: what is printed and has to run is run by the tests of {@code scenario}. */
@NullMarked
package io.hft.it.docs;

import org.jspecify.annotations.NullMarked;
