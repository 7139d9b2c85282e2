package io.hft.backend.web.cursor;

import io.hft.backend.web.Problem;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How many items a page of a list may have. */
public final class PageLimit {
    public static final int MAX = 500;
    /** For annotations. */
    public static final String DEFAULT = "100";

    private PageLimit() {}

    /** @throws io.hft.backend.web.ProblemException 422 */
    public static void check(int limit) {
        if (limit < 1 || limit > MAX) {
            throw Problem.validation("limit", "range", "must be 1 to " + MAX).asException();
        }
    }

    /** The items of a page of which one more was asked for, so that it is known whether there is a next one. */
    public static <T> List<T> page(List<T> found, int limit) {
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    /** The cursor behind a page of which one more was asked for; null on the last one. */
    public static <T> @Nullable String next(List<T> found, int limit, Function<T, String> cursor) {
        return found.size() > limit ? cursor.apply(found.get(limit - 1)) : null;
    }
}
