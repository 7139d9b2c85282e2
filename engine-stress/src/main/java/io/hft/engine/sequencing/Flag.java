package io.hft.engine.sequencing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/** Set like the sequences of the rings: by a release store, which alone orders nothing before the look at who waits. */
final class Flag implements BooleanSupplier {
    private static final VarHandle SET;

    static {
        try {
            SET = MethodHandles.lookup().findVarHandle(Flag.class, "set", int.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int set;

    void raise() {
        SET.setRelease(this, 1);
    }

    @Override
    public boolean getAsBoolean() {
        return (int) SET.getAcquire(this) != 0;
    }
}
