package io.hft.backend.audit;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text that people made up, in a form that can be stored and shown: not endless, without control characters and halves of characters. */
final class AuditText {
    private static final int MAX = 200;

    private AuditText() {}

    static String of(String text) {
        String cut = text.length() <= MAX ? text : text.substring(0, MAX) + "…";
        try {
            String characters = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(StandardCharsets.UTF_8
                            .newEncoder()
                            .onMalformedInput(CodingErrorAction.REPLACE)
                            .onUnmappableCharacter(CodingErrorAction.REPLACE)
                            .encode(CharBuffer.wrap(cut)))
                    .toString();
            return characters.replaceAll("\\p{Cntrl}", "?");
        } catch (CharacterCodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
