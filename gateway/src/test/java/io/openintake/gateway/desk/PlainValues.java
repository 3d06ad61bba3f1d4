package io.openintake.gateway.desk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;

/** A sound request about one topic and one group, with one element in each array. */
public record PlainValues(String topic, String group) implements Forms.Values {
    @Override
    public Object of(String field, Type type) {
        return switch (type.toString()) {
            case "STRING", "COMPACT_STRING" -> text(field);
            case "NULLABLE_STRING", "COMPACT_NULLABLE_STRING" -> field.equals("name") ? topic : null;
            case "BOOLEAN" -> false;
            case "INT8" -> (byte) 0;
            // Which is "all replicas" where it stands for acknowledgements.
            case "INT16" -> (short) -1;
            case "UINT16" -> 1;
            case "UINT32" -> 1L;
            case "INT32" -> 0;
            case "INT64" -> 0L;
            case "FLOAT64" -> 0.0;
            case "UUID" -> Uuid.ZERO_UUID;
            case "RECORDS", "COMPACT_RECORDS" ->
                MemoryRecords.withRecords(Compression.NONE, new SimpleRecord("{}".getBytes(StandardCharsets.UTF_8)));
            case "BYTES", "COMPACT_BYTES", "NULLABLE_BYTES", "COMPACT_NULLABLE_BYTES" ->
                ByteBuffer.wrap(new byte[] {1});
            default -> throw new IllegalStateException("a type that Kafka did not have: " + type);
        };
    }

    @Override
    public int count(String field, boolean nullable) {
        return 1;
    }

    private String text(String field) {
        return switch (field) {
            case "name", "topic" -> topic;
            case "mechanism" -> "SCRAM-SHA-512";
            default -> group;
        };
    }
}
