package io.hft.backend.stream;

/**
 * A message on its way, made once for all its readers.
 *
 * @param seq of its channel; 0 where that does not matter
 */
record Frame(String text, long seq) {
    static Frame of(String text) {
        return new Frame(text, 0);
    }
}
