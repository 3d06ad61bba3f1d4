package io.openintake.dlq.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PreviewTest {
    @Test
    void showsShortTextAsItIs() {
        assertEquals(
                new Preview(13, Optional.of("{\"a\":\n\t\"€\"}"), Optional.empty(), false),
                Preview.of(utf8("{\"a\":\n\t\"€\"}"), 100));
    }

    @Test
    void neverCutsACharacter() {
        byte[] text = utf8("ab€€");
        assertEquals(new Preview(8, Optional.of("ab"), Optional.empty(), true), Preview.of(text, 2));
        assertEquals(new Preview(8, Optional.of("ab"), Optional.empty(), true), Preview.of(text, 3));
        assertEquals(new Preview(8, Optional.of("ab"), Optional.empty(), true), Preview.of(text, 4));
        assertEquals(new Preview(8, Optional.of("ab€"), Optional.empty(), true), Preview.of(text, 5));
        assertEquals(new Preview(8, Optional.of("ab€€"), Optional.empty(), false), Preview.of(text, 8));
    }

    @Test
    void showsWhatIsNoUtf8AsBase64() {
        byte[] bytes = {(byte) 0xff, (byte) 0xfe, 1};
        assertEquals(new Preview(3, Optional.empty(), Optional.of("//4B"), false), Preview.of(bytes, 100));
        assertEquals(new Preview(3, Optional.empty(), Optional.of("//4="), true), Preview.of(bytes, 2));
    }

    @Test
    void showsACutCharacterAtTheEndOfWholeBytesAsBase64() {
        byte[] bytes = {'a', (byte) 0xe2, (byte) 0x82};
        assertEquals(new Preview(3, Optional.empty(), Optional.of("YeKC"), false), Preview.of(bytes, 100));
    }

    @Test
    void makesInvisibleCharactersVisible() {
        assertEquals(
                Optional.of("a\\u001b[31mb\\u202ec\\u0000d\\u2028"),
                Preview.of(utf8("a\u001b[31mb\u202ec\0d\u2028"), 100).text());
    }

    @Test
    void showsNothingOfNothing() {
        assertEquals(new Preview(0, Optional.of(""), Optional.empty(), false), Preview.of(new byte[0], 100));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
