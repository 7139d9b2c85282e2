/**
 * The engine's command log: what is in it has happened, what is not has not. Bytes only; it knows no command's meaning.
 *
 * <p>{@link io.hft.engine.journal.JournalWriter} belongs to the journal thread, except that its {@code force} may be called from a
 * second one; {@link io.hft.engine.journal.JournalReader} is used before the pipeline starts. It does not decide when to force: the
 * pipeline does.
 */
@NullMarked
package io.hft.engine.journal;

import org.jspecify.annotations.NullMarked;
