/**
 * The audit log: who did what, from where, in which request; appended to a table that the database refuses to change. Features record what they
 * do through {@link io.hft.backend.audit.AuditLog}. It is not the log of orders or money, which have their own tables, and no log file.
 */
@NullMarked
package io.hft.backend.audit;

import org.jspecify.annotations.NullMarked;
