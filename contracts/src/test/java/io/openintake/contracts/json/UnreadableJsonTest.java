package io.openintake.contracts.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class UnreadableJsonTest {
    private static final String START = "{\"v\":1,\"version\":1,\"topicId\":\"t\",\"clusterId\":\"c\",";
    private static final String SUM = "{\"to\":5,\"rows\":4,\"dead\":0,\"skipped\":0,\"other\":0,\"lost\":0}";

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("[]", "not a JSON object"),
                Arguments.of("{\"v\":2}", "/v is a format that this version does not know"),
                Arguments.of("{\"v\":\"1\"}", "/v is not an integer"),
                Arguments.of("{\"v\":1}", "/version is missing"),
                Arguments.of("{\"v\":1,\"version\":1,\"topicId\":7}", "/topicId is not text"),
                Arguments.of(START + "\"at\":{\"x\":{}}}", "/at/x is not named by a partition number"),
                Arguments.of(
                        START + "\"at\":{\"0\":" + SUM + "}}",
                        "/at/0: position does not add up: to=5 rows=4 dead=0 skipped=0 other=0 lost=0"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void namesThePathAndNotTheContent(String json, String message) {
        UnreadableJson refused =
                assertThrows(UnreadableJson.class, () -> FlushStateJson.read(json.getBytes(StandardCharsets.UTF_8)));
        assertEquals(message, refused.getMessage());
    }
}
