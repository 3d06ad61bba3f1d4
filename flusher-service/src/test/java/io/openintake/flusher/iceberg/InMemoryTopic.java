package io.openintake.flusher.iceberg;

import io.openintake.contracts.IntakeId;
import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.app.SourceTopic;
import io.openintake.flusher.domain.Extent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An intake topic of one partition. */
final class InMemoryTopic implements SourceTopic {
    private final List<SourceRecord> records = new ArrayList<>();

    void send(String... messages) {
        for (String message : messages) {
            long offset = records.size();
            records.add(new SourceRecord(
                    0,
                    offset,
                    InMemoryBatch.FIRST_TIMESTAMP_MS + offset * 1_000L,
                    null,
                    message.getBytes(StandardCharsets.UTF_8),
                    List.of()));
        }
    }

    int end() {
        return records.size();
    }

    @Override
    public Taking take(IntakeId intake, SortedMap<Integer, Long> from) {
        long start = from.getOrDefault(0, 0L);
        SortedMap<Integer, Extent> extents =
                new TreeMap<>(java.util.Map.of(0, new Extent(start, records.size(), records.size() - start)));
        return new Taking.Taken(again(intake, extents), extents, true, (records.size() - start) * 10L, 0);
    }

    @Override
    public Batch again(IntakeId intake, SortedMap<Integer, Extent> extents) {
        Extent extent = extents.getOrDefault(0, new Extent(0, 0, 0));
        List<SourceRecord> part = List.copyOf(records.subList((int) extent.from(), (int) extent.to()));
        return new Batch() {
            @Override
            public SortedMap<Integer, Long> ends() {
                return new TreeMap<>(java.util.Map.of(0, extent.to()));
            }

            @Override
            public void forEach(Consumer<SourceRecord> reader) {
                part.forEach(reader);
            }
        };
    }

    @Override
    public Optional<String> topicId(IntakeId intake) {
        return Optional.of("topic");
    }

    @Override
    public void close() {}
}
