package io.hft.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of a page, in their order. */
public final class MarkdownBlocks {
    private static final String FENCE = "```";

    /** @param language empty where the fence has none */
    public record Block(String language, int line, String text) {}

    private MarkdownBlocks() {}

    public static List<Block> of(Path page) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(page);
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).strip().startsWith(FENCE)) {
                continue;
            }
            if (begin < 0) {
                begin = i;
            } else {
                String language = lines.get(begin).strip().substring(FENCE.length());
                blocks.add(new Block(language, begin + 1, String.join("\n", lines.subList(begin + 1, i))));
                begin = -1;
            }
        }
        return blocks;
    }
}
