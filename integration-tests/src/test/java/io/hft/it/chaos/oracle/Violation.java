package io.hft.it.chaos.oracle;

/**
 * Something that must never be.
 *
 * @param point 1 to 7 as in {@code docs/operations/chaos.md}; 0: the platform did not come back by itself, or answered as it never should
 * @param what with the ids that it takes to look further
 */
public record Violation(int point, String what) {
    @Override
    public String toString() {
        return "(" + point + ") " + what;
    }
}
