package io.openintake.contracts.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnreadableJsonTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "[]|not a JSON object",
                "{\"v\":2}|/v is a format that this version does not know",
                "{\"v\":\"1\"}|/v is not an integer",
                "{\"v\":1}|/version is missing",
                "{\"v\":1,\"version\":1,\"topicId\":7}|/topicId is not text",
                "{\"v\":1,\"version\":1,\"topicId\":\"t\",\"clusterId\":\"c\",\"at\":{\"x\":{}}}"
                        + "|/at/x is not named by a partition number",
                "{\"v\":1,\"version\":1,\"topicId\":\"t\",\"clusterId\":\"c\","
                        + "\"at\":{\"0\":{\"to\":5,\"rows\":4,\"dead\":0,\"skipped\":0,\"other\":0,\"lost\":0}}}"
                        + "|/at/0: position does not add up: to=5 rows=4 dead=0 skipped=0 other=0 lost=0"
            })
    void namesThePathAndNotTheContent(String json, String message) {
        UnreadableJson refused =
                assertThrows(UnreadableJson.class, () -> FlushStateJson.read(json.getBytes(StandardCharsets.UTF_8)));
        assertEquals(message, refused.getMessage());
    }
}
