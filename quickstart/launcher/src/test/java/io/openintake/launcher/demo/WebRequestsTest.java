package io.openintake.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.ReasonCode;
import io.openintake.launcher.demo.DemoMessage.Fate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WebRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<DemoMessage> early = new WebRequests(1).early();
    private final List<DemoMessage> late = new WebRequests(1).late();

    @Test
    void givesTheSameMessagesForTheSameRun() {
        List<DemoMessage> again = new WebRequests(1).late();

        for (int i = 0; i < late.size(); i++) {
            assertEquals(late.get(i).key(), again.get(i).key());
            assertArrayEquals(late.get(i).value(), again.get(i).value());
        }
    }

    @Test
    void givesEveryMessageAnIdOfItsOwnInEveryRun() {
        Stream<DemoMessage> all = Stream.of(early, late, new WebRequests(2).early(), new WebRequests(2).late())
                .flatMap(List::stream);
        List<String> ids = all.filter(message -> message.fate() instanceof Fate.Row)
                .map(message -> values(message).path("id").asText())
                .toList();

        assertEquals(2 * (WebRequests.EARLY + WebRequests.LATE), ids.size());
        assertEquals(ids.size(), ids.stream().distinct().count());
    }

    @Test
    void sendsWhatItExpectsToFindInTheTable() throws IOException {
        for (DemoMessage message : early) {
            assertEquals(
                    values(message).toString(), JSON.readTree(message.value()).toString());
        }
    }

    @Test
    void showsANewFieldLateAndIntegersThatDoublesCannotHold() {
        assertTrue(early.stream().noneMatch(message -> values(message).has("campaign")));
        assertTrue(rows(late).allMatch(message -> values(message).has("campaign")));
        assertTrue(
                early.stream().anyMatch(message -> values(message).path("bytes").longValue() == Long.MAX_VALUE));
        assertTrue(early.stream()
                .map(message -> values(message).path("bytes").longValue())
                .anyMatch(bytes -> bytes != (long) (double) bytes));
        assertTrue(early.stream()
                .anyMatch(message -> values(message).path("referrer").isNull()));
    }

    @Test
    void decidesTheTypeOfAColumnBeforeAWholeNumberComesIntoIt() {
        assertTrue(early.stream()
                .allMatch(message -> values(message).path("durationMs").isDouble()));
        assertTrue(rows(late)
                .anyMatch(message -> values(message).path("durationMs").isInt()));
    }

    @Test
    void breaksMessagesInTheWayThatTheirReasonSays() {
        List<DemoMessage> broken = late.stream()
                .filter(message -> message.fate() instanceof Fate.DeadLetter)
                .toList();

        assertEquals(20, broken.size());
        assertEquals(
                broken.size(), broken.stream().map(DemoMessage::key).distinct().count());
        assertThrows(CharacterCodingException.class, () -> decode(one(broken, ReasonCode.NOT_UTF8)));
        assertThrows(
                IOException.class,
                () -> JSON.readTree(one(broken, ReasonCode.NOT_JSON).value()));
        assertEquals(null, one(broken, ReasonCode.NULL_VALUE).value());
        assertNotEquals(
                new String(value(one(broken, ReasonCode.DUPLICATE_KEY)), StandardCharsets.UTF_8).indexOf("\"tls\""),
                new String(value(one(broken, ReasonCode.DUPLICATE_KEY)), StandardCharsets.UTF_8)
                        .lastIndexOf("\"tls\""));
    }

    private static Stream<DemoMessage> rows(List<DemoMessage> messages) {
        return messages.stream().filter(message -> message.fate() instanceof Fate.Row);
    }

    private static ObjectNode values(DemoMessage message) {
        return ((Fate.Row) message.fate()).values();
    }

    private static DemoMessage one(List<DemoMessage> broken, ReasonCode reason) {
        return broken.stream()
                .filter(message -> message.fate().equals(new Fate.DeadLetter(reason)))
                .findFirst()
                .orElseThrow();
    }

    private static void decode(DemoMessage message) throws CharacterCodingException {
        assertFalse(StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(value(message)))
                .isEmpty());
    }

    private static byte[] value(DemoMessage message) {
        return Objects.requireNonNull(message.value());
    }
}
