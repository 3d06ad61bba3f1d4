package io.openintake.flusher.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.app.convert.MessageReader;
import io.openintake.flusher.domain.schema.Misfit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** RFC 8259 without leniency; one is used by one thread at a time or by many, it keeps nothing between messages. */
public final class StrictJson implements MessageReader {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int ENCODING_SAMPLE = 4;

    private final JsonFactory factory = JsonFactory.builder()
            // names are content: neither interned nor kept in a table that colliding names could slow down
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            // our own limits answer with a reason and a pointer; these are only the net below them
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    @Override
    public Reading read(byte @Nullable [] value) {
        if (value == null || isBlank(value)) {
            return unreadable(ReasonCode.NULL_VALUE, "the record has no value");
        }
        int start = startsWithByteOrderMark(value) ? BYTE_ORDER_MARK.length : 0;
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(value, start, value.length - start));
        } catch (CharacterCodingException notUtf8) {
            return unreadable(ReasonCode.NOT_UTF8, "the value is not valid UTF-8");
        }
        if (isWiderEncoding(text)) {
            return unreadable(ReasonCode.NOT_UTF8, "the value looks like UTF-16 or UTF-32");
        }
        return parse(text);
    }

    private Reading parse(CharBuffer text) {
        MessageTree tree = new MessageTree();
        try (JsonParser parser =
                factory.createParser(text.array(), text.arrayOffset() + text.position(), text.remaining())) {
            return tree.read(parser);
        } catch (IOException notJson) {
            // Jackson's message quotes the content
            return unreadable(ReasonCode.NOT_JSON, "the value is not valid JSON");
        }
    }

    private static boolean isBlank(byte[] value) {
        int start = startsWithByteOrderMark(value) ? BYTE_ORDER_MARK.length : 0;
        for (int i = start; i < value.length; i++) {
            if (value[i] != ' ' && value[i] != '\t' && value[i] != '\n' && value[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWithByteOrderMark(byte[] value) {
        return value.length >= BYTE_ORDER_MARK.length
                && value[0] == BYTE_ORDER_MARK[0]
                && value[1] == BYTE_ORDER_MARK[1]
                && value[2] == BYTE_ORDER_MARK[2];
    }

    /** JSON starts with ASCII, so a NUL among the first characters is half of a wider one (RFC 4627, section 3). */
    private static boolean isWiderEncoding(CharBuffer text) {
        for (int i = 0; i < Math.min(ENCODING_SAMPLE, text.remaining()); i++) {
            if (text.charAt(i) == 0) {
                return true;
            }
        }
        return false;
    }

    private static Reading unreadable(ReasonCode reason, String message) {
        return new Reading.Unreadable(new Misfit(reason, "", message));
    }
}
