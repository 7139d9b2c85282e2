package io.hft.it.chaos;

import io.hft.it.support.FaultProxy;
import java.util.Set;

/** One thing that goes wrong. */
sealed interface Fault {
    /** kill -9 of the parts at the same moment; they are started again after a while. */
    record Kill(Set<Part> parts, int downMillis) implements Fault {
        @Override
        public String toString() {
            return "kill " + parts + ", down for " + downMillis + " ms";
        }
    }

    /** SIGSTOP, and SIGCONT after a while. */
    record Pause(Part part, int millis) implements Fault {
        @Override
        public String toString() {
            return "pause " + part + " for " + millis + " ms";
        }
    }

    /** The connections of a link break. */
    record Break(LinkName link, FaultProxy.Fault how) implements Fault {
        @Override
        public String toString() {
            return "break " + link + ": " + how;
        }
    }

    /** The part is restarted so that it dies when it comes to the point, and is then started again. */
    record Crash(CrashPoint point, int passing) implements Fault {
        /** As {@code HFT_TEST_FAULT_POINT} takes it. */
        String variable() {
            return passing == 1 ? point.name() : point.name() + ":" + passing;
        }

        @Override
        public String toString() {
            return "crash " + point + " at passing " + passing;
        }
    }

    /** Not a fault, but when it comes matters: the engine is asked for a snapshot. */
    record Snapshot() implements Fault {
        @Override
        public String toString() {
            return "take a snapshot";
        }
    }
}
