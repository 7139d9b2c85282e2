package io.hft.engine.sequencing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a thread on one processor, where the system can do that (Linux). It is a wish: where it cannot be met, the log says so. */
final class CpuPinning {
    /** Processors are numbered from 0 to this. */
    static final int MAX_CPU = 1_023;

    private static final Logger LOG = LoggerFactory.getLogger(CpuPinning.class);
    private static final int THIS_THREAD = 0;
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private CpuPinning() {}

    /** Pins the calling thread. */
    static void pinThisThread(final int cpu) {
        final String name = Thread.currentThread().getName();
        if (!System.getProperty("os.name").equals("Linux")) {
            LOG.info("thread {} is not pinned to processor {}: only Linux can do that", name, cpu);
            return;
        }
        try {
            final int errno = setAffinity(cpu);
            if (errno == 0) {
                LOG.info("thread {} stays on processor {}", name, cpu);
            } else {
                LOG.warn("thread {} is not pinned to processor {}: the system refuses (errno {})", name, cpu, errno);
            }
        } catch (final Throwable e) {
            LOG.warn("thread {} is not pinned to processor {}: {}", name, cpu, e.toString());
        }
    }

    /** Returns 0, or the error of {@code sched_setaffinity(2)}. */
    @SuppressWarnings("restricted")
    private static int setAffinity(final int cpu) throws Throwable {
        final Linker linker = Linker.nativeLinker();
        final MethodHandle call = linker.downcallHandle(
                linker.defaultLookup().find("sched_setaffinity").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                Linker.Option.captureCallState("errno"));
        try (Arena arena = Arena.ofConfined()) {
            final long bytes = (MAX_CPU + 1) / Byte.SIZE;
            final MemorySegment mask = arena.allocate(bytes, Long.BYTES);
            final long word = cpu / Long.SIZE;
            mask.setAtIndex(JAVA_LONG, word, 1L << cpu % Long.SIZE);
            final MemorySegment state = arena.allocate(CALL_STATE);
            final int result = (int) call.invokeExact(state, THIS_THREAD, bytes, mask);
            return result == 0
                    ? 0
                    : (int) CALL_STATE
                            .varHandle(MemoryLayout.PathElement.groupElement("errno"))
                            .get(state, 0L);
        }
    }
}
