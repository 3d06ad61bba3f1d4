package io.openintake.gateway.desk;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;

/** Sound values, though seldom sensible ones; names are mostly taken from a list of telling ones. */
public record RandomValues(RandomGenerator random, List<String> names) implements Forms.Values {
    private static final int MAX_ELEMENTS = 4;
    private static final int MAX_BYTES = 100;
    private static final List<CompressionType> CODECS = List.of(CompressionType.values());

    @Override
    public Object of(String field, Type type) {
        return switch (type.toString()) {
            case "STRING", "COMPACT_STRING" -> text();
            case "NULLABLE_STRING", "COMPACT_NULLABLE_STRING" -> random.nextInt(3) == 0 ? null : text();
            case "BOOLEAN" -> random.nextBoolean();
            case "INT8" -> (byte) number();
            case "INT16" -> (short) number();
            case "UINT16" -> (int) number() & 0xffff;
            case "UINT32" -> number() & 0xffff_ffffL;
            case "INT32" -> (int) number();
            case "INT64" -> number();
            case "FLOAT64" -> random.nextDouble();
            case "UUID" -> random.nextBoolean() ? Uuid.ZERO_UUID : new Uuid(random.nextLong(), random.nextLong());
            case "RECORDS", "COMPACT_RECORDS" -> records();
            case "BYTES", "COMPACT_BYTES", "NULLABLE_BYTES", "COMPACT_NULLABLE_BYTES" -> ByteBuffer.wrap(bytes());
            default -> throw new IllegalStateException("a type that Kafka did not have: " + type);
        };
    }

    @Override
    public int count(String field, boolean nullable) {
        return nullable && random.nextInt(5) == 0 ? -1 : random.nextInt(MAX_ELEMENTS);
    }

    public byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(MAX_BYTES)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        return random.nextInt(6) == 0 ? "x".repeat(random.nextInt(300)) : names.get(random.nextInt(names.size()));
    }

    /** Small ones, those at the ends, and any. */
    private long number() {
        return switch (random.nextInt(5)) {
            case 0 -> -1;
            case 1 -> random.nextLong();
            case 2 -> Long.MAX_VALUE;
            default -> random.nextInt(MAX_ELEMENTS);
        };
    }

    private MemoryRecords records() {
        SimpleRecord[] records = new SimpleRecord[1 + random.nextInt(MAX_ELEMENTS)];
        for (int index = 0; index < records.length; index++) {
            records[index] = new SimpleRecord(bytes());
        }
        Compression codec =
                Compression.of(CODECS.get(random.nextInt(CODECS.size()))).build();
        return MemoryRecords.withRecords(codec, records);
    }
}
