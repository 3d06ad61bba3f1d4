package io.openintake.dlq.domain;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The beginning of some bytes, fit to be shown: as text in which nothing invisible hides, or as base64 when they are no
 * UTF-8.
 *
 * @param size of all the bytes
 * @param truncated whether the preview ends before they do
 */
public record Preview(int size, Optional<String> text, Optional<String> base64, boolean truncated) {
    private static final int LONGEST_CHARACTER_BYTES = 4;

    /** Of at most this many bytes; a character is never cut. */
    public static Preview of(byte[] bytes, int limitBytes) {
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, limitBytes));
        boolean truncated = head.length < bytes.length;
        int mayCut = truncated ? Math.min(LONGEST_CHARACTER_BYTES - 1, head.length - 1) : 0;
        for (int cut = 0; cut <= mayCut; cut++) {
            Optional<String> text = decode(head, head.length - cut);
            if (text.isPresent()) {
                return new Preview(bytes.length, text.map(Preview::visible), Optional.empty(), truncated);
            }
        }
        return new Preview(
                bytes.length, Optional.empty(), Optional.of(Base64.getEncoder().encodeToString(head)), truncated);
    }

    private static Optional<String> decode(byte[] bytes, int length) {
        try {
            CharBuffer text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length));
            return Optional.of(text.toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /** Control and formatting characters as {@code \\u001b}: they could turn what follows into something else. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (isInvisible(character)) {
                visible.append("\\u%04x".formatted(character));
            } else {
                visible.appendCodePoint(character);
            }
        });
        return visible.toString();
    }

    private static boolean isInvisible(int character) {
        if (character == '\n' || character == '\t' || character == '\r') {
            return false;
        }
        int type = Character.getType(character);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
