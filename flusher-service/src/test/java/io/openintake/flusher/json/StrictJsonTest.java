package io.openintake.flusher.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.app.convert.MessageReader.Reading;
import io.openintake.flusher.domain.schema.JsonValue;
import io.openintake.flusher.domain.schema.Misfit;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class StrictJsonTest {
    private static final String CANARY = "canary-5f1d";

    private final StrictJson reader = new StrictJson();

    /** Our own corpus of the acceptance table; what Jackson lets pass by default comes first. */
    static Stream<Arguments> letPassByDefault() {
        return Stream.of(
                bad("{}{}", ReasonCode.TRAILING_DATA, ""),
                bad("{} x", ReasonCode.TRAILING_DATA, ""),
                bad("{}]", ReasonCode.TRAILING_DATA, ""),
                bad("{},", ReasonCode.TRAILING_DATA, ""),
                bad("[1]]", ReasonCode.TRAILING_DATA, ""),
                bad("1 2", ReasonCode.TRAILING_DATA, ""),
                bad("{\"a\":1}#", ReasonCode.TRAILING_DATA, ""),
                bad("", ReasonCode.NULL_VALUE, ""),
                bad(" \t\r\n", ReasonCode.NULL_VALUE, ""),
                bad("\ufeff", ReasonCode.NULL_VALUE, ""),
                bad("null", ReasonCode.NOT_AN_OBJECT, ""),
                bad("[]", ReasonCode.NOT_AN_OBJECT, ""),
                bad("[{\"a\":1}]", ReasonCode.NOT_AN_OBJECT, ""),
                bad("42", ReasonCode.NOT_AN_OBJECT, ""),
                bad("\"text\"", ReasonCode.NOT_AN_OBJECT, ""),
                bad("true", ReasonCode.NOT_AN_OBJECT, ""),
                bad("{\"a\":1,\"a\":2}", ReasonCode.DUPLICATE_KEY, "/a"),
                bad("{\"x\":{\"a/b\":1,\"a/b\":1}}", ReasonCode.DUPLICATE_KEY, "/x/a~1b"),
                bad("{\"\\u0061\":1,\"a\":2}", ReasonCode.DUPLICATE_KEY, "/a"));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                bad("{\"a\":NaN}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":Infinity}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":-Infinity}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":01}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":+1}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":.5}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":1.}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":0x10}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":1e}", ReasonCode.NOT_JSON, ""),
                bad("{'a':1}", ReasonCode.NOT_JSON, ""),
                bad("{a:1}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":1,}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":[1,]}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":[,1]}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\" 1}", ReasonCode.NOT_JSON, ""),
                bad("{/*c*/\"a\":1}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":1 // c\n}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":\"tab\tinside\"}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":\"\\x\"}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":\"\\u12\"}", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":\"" + CANARY, ReasonCode.NOT_JSON, ""),
                bad("{\"a\":1", ReasonCode.NOT_JSON, ""),
                bad("{\"a\":", ReasonCode.NOT_JSON, ""),
                bad("{\"a\"", ReasonCode.NOT_JSON, ""),
                bad("{", ReasonCode.NOT_JSON, ""),
                bad("[", ReasonCode.NOT_JSON, ""),
                bad("}", ReasonCode.NOT_JSON, ""),
                bad(CANARY, ReasonCode.NOT_JSON, ""));
    }

    static Stream<Arguments> beyondLimits() {
        return Stream.of(
                bad("{\"a\":\"\\uD800\"}", ReasonCode.INVALID_UNICODE, "/a"),
                bad("{\"a\":[\"\\uDC00\\uD800\"]}", ReasonCode.INVALID_UNICODE, "/a/0"),
                bad("{\"o\":{\"\\uDFFF\":1}}", ReasonCode.INVALID_UNICODE, "/o"),
                bad("{\"a\":" + "9".repeat(1_001) + "}", ReasonCode.NUMBER_OUT_OF_RANGE, "/a"),
                bad("{\"a\":0." + "9".repeat(999) + "}", ReasonCode.NUMBER_OUT_OF_RANGE, "/a"),
                bad(nested(33), ReasonCode.TOO_DEEP, "/a".repeat(32)),
                bad("{\"a\":" + "[".repeat(100_000), ReasonCode.TOO_DEEP, "/a" + "/0".repeat(31)),
                bad(manyNames(2_001), ReasonCode.TOO_MANY_COLUMNS, ""));
    }

    static Stream<Arguments> notUtf8() {
        return Stream.of(
                raw(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'}, ReasonCode.NOT_UTF8),
                raw(new byte[] {'{', (byte) 0xFF, '}'}, ReasonCode.NOT_UTF8),
                // beyond U+10FFFF, a surrogate in three bytes, a sequence that is cut short
                raw(bytes(0x22, 0xF4, 0x90, 0x80, 0x80, 0x22), ReasonCode.NOT_UTF8),
                raw(bytes(0x22, 0xED, 0xA0, 0x80, 0x22), ReasonCode.NOT_UTF8),
                raw(bytes(0x22, 0xE2, 0x82), ReasonCode.NOT_UTF8),
                raw("{\"a\":1}".getBytes(StandardCharsets.UTF_16), ReasonCode.NOT_UTF8),
                raw("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE), ReasonCode.NOT_UTF8),
                raw("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE), ReasonCode.NOT_UTF8),
                raw("{\"a\":1}".getBytes(Charset.forName("UTF-32BE")), ReasonCode.NOT_UTF8),
                raw("{\"a\":1}".getBytes(Charset.forName("UTF-32LE")), ReasonCode.NOT_UTF8));
    }

    @ParameterizedTest
    @MethodSource({"letPassByDefault", "malformed", "beyondLimits", "notUtf8"})
    void refusesWhatTheAcceptanceTableRefuses(byte[] value, ReasonCode reason, String pointer) {
        Misfit misfit = misfit(value);
        assertEquals(reason, misfit.reason(), misfit::toString);
        assertEquals(pointer, misfit.pointer());
        assertFalse(misfit.message().contains(CANARY), misfit::message);
    }

    @Test
    void refusesATombstone() {
        assertEquals(
                ReasonCode.NULL_VALUE,
                assertInstanceOf(Reading.Unreadable.class, reader.read(null))
                        .misfit()
                        .reason());
    }

    @Test
    void keepsNumbersAsTheyWereWritten() {
        JsonValue.Members message = message(
                "{\"a\":-0,\"b\":1e400,\"c\":0.1234567890123456789012345,\"d\":18446744073709551616,\"e\":1.0}");
        assertEquals(
                Map.of(
                        "a", new JsonValue.Whole("-0"),
                        "b", new JsonValue.Fraction("1e400"),
                        "c", new JsonValue.Fraction("0.1234567890123456789012345"),
                        "d", new JsonValue.Whole("18446744073709551616"),
                        "e", new JsonValue.Fraction("1.0")),
                message.byName());
    }

    @Test
    void acceptsAByteOrderMarkBlanksAndTheLastAllowedOfEverything() {
        assertEquals(1, message("\ufeff {\"a\":[]} \n").byName().size());
        assertEquals(1, message(nested(32)).byName().size());
        assertEquals(2_000, message(manyNames(2_000)).byName().size());
        assertEquals(1, message("{\"a\":" + "9".repeat(1_000) + "}").byName().size());
        assertEquals(
                new JsonValue.Text("😀"),
                message("{\"a\":\"\\uD83D\\uDE00\"}").byName().get("a"));
        assertEquals(
                new JsonValue.Text("\u0000"),
                message("{\"a\":\"\\u0000\"}").byName().get("a"));
    }

    @Test
    void staysQuickWhenNamesCollide() {
        // "Aa" and "BB" have the same String.hashCode, and so has everything made of them
        String colliding = IntStream.range(0, 2_000)
                .mapToObj(i -> "\""
                        + Integer.toBinaryString(i + 2_048).replace("0", "Aa").replace("1", "BB") + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
        assertEquals(2_000, message(colliding).byName().size());
    }

    @Test
    void agreesWithJacksonOnValidMessages() throws Exception {
        RandomGenerator random = new Random(20_261_121);
        ObjectMapper mapper = new ObjectMapper();
        for (int i = 0; i < 2_000; i++) {
            String text = RandomJson.object(random, 4);
            assertEquals(
                    mapper.readTree(text),
                    mapper.readTree(RandomJson.write(message(text))),
                    () -> "seeded message " + text);
        }
    }

    @Test
    void answersForAnyBytesAtAll() {
        RandomGenerator random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] value = RandomJson.object(random, 3).getBytes(StandardCharsets.UTF_8);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                value[random.nextInt(value.length)] = (byte) random.nextInt(256);
            }
            Reading reading = reader.read(value);
            assertTrue(reading instanceof Reading.Message || reading instanceof Reading.Unreadable);
        }
    }

    private JsonValue.Members message(String text) {
        Reading reading = reader.read(text.getBytes(StandardCharsets.UTF_8));
        return assertInstanceOf(Reading.Message.class, reading, reading::toString)
                .object();
    }

    private Misfit misfit(byte[] value) {
        return assertInstanceOf(Reading.Unreadable.class, reader.read(value)).misfit();
    }

    private static Arguments bad(String text, ReasonCode reason, String pointer) {
        return Arguments.of(text.getBytes(StandardCharsets.UTF_8), reason, pointer);
    }

    private static Arguments raw(byte[] value, ReasonCode reason) {
        return Arguments.of(value, reason, "");
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        IntStream.range(0, values.length).forEach(i -> bytes[i] = (byte) values[i]);
        return bytes;
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    private static String manyNames(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"n" + i + "\":1").collect(Collectors.joining(",", "{", "}"));
    }
}
