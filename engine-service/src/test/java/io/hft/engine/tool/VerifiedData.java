package io.hft.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** What the tool says about data, for tests of others. */
public final class VerifiedData {
    private VerifiedData() {}

    public static void requireGood(final Path directory, final String where) {
        final StringWriter out = new StringWriter();
        final int code = EngineTool.run(new PrintWriter(out), new PrintWriter(out), "verify", directory.toString());
        assertThat(code).as("%s: %s", where, out).isEqualTo(EngineTool.GOOD);
    }
}
