package io.openintake.systemtests.matrix;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.FileRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;

/** What lies on the broker, read from its files: what a consumer is handed does not tell how it is packed. */
final class BrokerLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    BrokerLog(Path folder) {
        this.folder = folder;
    }

    /** A batch with the ids of its messages. */
    record Batch(String codec, boolean isIdempotent, List<String> ids) {}

    /** The batches of a topic whose messages' ids begin so, per partition in order of their offsets. */
    List<Batch> batches(String topic, String prefix) throws IOException {
        List<Batch> found = new ArrayList<>();
        try (DirectoryStream<Path> partitions = Files.newDirectoryStream(folder, topic + "-[0-9]")) {
            for (Path partition : partitions) {
                read(partition, prefix + "-", found);
            }
        }
        return found;
    }

    /** The ids of a topic's messages that begin so. */
    List<String> ids(String topic, String prefix) throws IOException {
        return batches(topic, prefix).stream()
                .flatMap(batch -> batch.ids().stream())
                .toList();
    }

    private static void read(Path partition, String prefix, List<Batch> into) throws IOException {
        try (DirectoryStream<Path> segments = Files.newDirectoryStream(partition, "*.log")) {
            for (Path segment : segments) {
                try (FileRecords records = FileRecords.open(segment.toFile(), false)) {
                    for (RecordBatch batch : records.batches()) {
                        Batch one = parse(batch);
                        if (one.ids().stream().anyMatch(id -> id.startsWith(prefix))) {
                            into.add(one);
                        }
                    }
                }
            }
        }
    }

    private static Batch parse(RecordBatch batch) throws IOException {
        List<String> ids = new ArrayList<>();
        for (Record one : batch) {
            String value = StandardCharsets.UTF_8.decode(one.value()).toString();
            ids.add(JSON.readTree(value).path("id").asText());
        }
        return new Batch(batch.compressionType().name, batch.hasProducerId(), ids);
    }
}
