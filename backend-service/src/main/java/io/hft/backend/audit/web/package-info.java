/** The audit log for operators. Who may read it is decided in {@code identity.web}. */
@NullMarked
package io.hft.backend.audit.web;

import org.jspecify.annotations.NullMarked;
