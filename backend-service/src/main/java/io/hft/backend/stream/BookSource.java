package io.hft.backend.stream;

import org.jspecify.annotations.Nullable;

/** Where an outbox gets the newest state of a book, when its reader is to have one. */
interface BookSource {
    /** A message with the whole book; null while it is not known. */
    @Nullable
    Frame snapshot();
}
