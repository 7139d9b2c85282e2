/** Instruments and assets over REST. Public facts: no principal is asked. */
@NullMarked
package io.hft.backend.instruments.web;

import org.jspecify.annotations.NullMarked;
