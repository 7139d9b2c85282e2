package io.hft.backend.stream;

import java.util.function.Consumer;

/** Looks for news by itself, a few times a second. */
interface Refreshed {
    /** Called by one thread; may take its time in the database. */
    void refresh(Consumer<RuntimeException> problems);
}
