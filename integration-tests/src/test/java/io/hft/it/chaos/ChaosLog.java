package io.hft.it.chaos;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened when, for people: printed as it comes, and kept for the end. Safe for use from many threads. */
final class ChaosLog {
    private final PrintStream out;
    private final long begin = System.nanoTime();
    private final List<String> lines = new ArrayList<>();

    ChaosLog(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String format, Object... arguments) {
        String text = arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
        String line = String.format(Locale.ROOT, "%7.2f s  %s", (System.nanoTime() - begin) / 1e9, text);
        lines.add(line);
        out.println(line);
        out.flush();
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
