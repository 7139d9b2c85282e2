package io.hft.it.chaos.oracle;

import io.hft.engine.v1.SessionCommand;
import io.hft.engine.v1.SessionReport;
import java.util.List;

/**
 * What a client of an order session knows.
 *
 * @param sent its commands; the first has source sequence 1
 * @param answered the last that it was told is taken
 * @param reports all that it was sent, over all of its streams
 */
public record SessionLog(long sourceId, List<SessionCommand> sent, long answered, List<SessionReport> reports) {}
