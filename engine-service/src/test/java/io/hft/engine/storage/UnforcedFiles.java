package io.hft.engine.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The real file system with forces that do nothing, for tests that start thousands of times. */
public final class UnforcedFiles {
    private UnforcedFiles() {}

    public static SegmentFiles create() {
        return unforced(SegmentFiles.class, SegmentFiles.DISK);
    }

    private static <T> T unforced(final Class<T> type, final T real) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("force")) {
                        return null;
                    }
                    try {
                        final Object result = method.invoke(real, arguments);
                        return result instanceof SegmentFile file ? unforced(SegmentFile.class, file) : result;
                    } catch (final InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
