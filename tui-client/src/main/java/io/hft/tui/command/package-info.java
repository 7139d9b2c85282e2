/**
 * The scriptable face: one class per command. A command asks the backend, prints the answer as table, JSON or CSV to standard output, what
 * went wrong to standard error, and ends with one of {@link io.hft.tui.command.ExitCodes}.
 */
@NullMarked
package io.hft.tui.command;

import org.jspecify.annotations.NullMarked;
