package io.openintake.systemtests.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is there in the end, read by readers that nobody here wrote.
 *
 * @param rows of the table, all of them
 * @param foreign ids of rows that another writer committed
 * @param audit what {@code ./intake audit} finds wrong
 */
public record Observation(
        List<JsonNode> rows, List<Letter> letters, Set<String> foreign, Counts ledger, List<String> audit) {
    /** The ledger of the management API. */
    public record Counts(long delivered, long deadLettered, long backlog, long unaccounted) {
        /** Of its JSON. */
        public static Counts of(JsonNode ledger) {
            return new Counts(
                    ledger.path("delivered").longValue(),
                    ledger.path("deadLettered").longValue(),
                    ledger.path("backlog").longValue(),
                    ledger.path("unaccounted").longValue());
        }
    }

    /** A dead letter: as it was sent, and where it comes from. */
    public record Letter(
            String key, String value, List<String> headers, int partition, long offset, String timestamp) {}

    /** Reads what the dead letter consumers got. */
    public static List<Letter> letters(Collection<ConsumerRecord<String, byte[]>> records) {
        List<Letter> letters = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> found : records) {
            List<String> headers = new ArrayList<>();
            found.headers().forEach(header -> headers.add(header.key() + "=" + text(header.value())));
            letters.add(new Letter(
                    found.key(),
                    text(found.value()),
                    headers,
                    Integer.parseInt(header(found, "__connect.errors.partition")),
                    Long.parseLong(header(found, "__connect.errors.offset")),
                    header(found, "openintake.dlq.timestamp")));
        }
        return letters;
    }

    private static String header(ConsumerRecord<?, ?> found, String name) {
        return text(found.headers().lastHeader(name).value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
