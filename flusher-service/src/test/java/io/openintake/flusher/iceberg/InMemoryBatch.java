package io.openintake.flusher.iceberg;

import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Messages of partition 0 from offset 0 on, stamped a second apart. */
final class InMemoryBatch implements Batch {
    static final long FIRST_TIMESTAMP_MS = 1_767_225_600_000L;

    private final List<SourceRecord> records = new ArrayList<>();

    static InMemoryBatch of(String... messages) {
        InMemoryBatch batch = new InMemoryBatch();
        for (String message : messages) {
            int offset = batch.records.size();
            batch.records.add(new SourceRecord(
                    0,
                    offset,
                    FIRST_TIMESTAMP_MS + offset * 1_000L,
                    null,
                    message.getBytes(StandardCharsets.UTF_8),
                    List.of()));
        }
        return batch;
    }

    @Override
    public SortedMap<Integer, Long> ends() {
        return new TreeMap<>(java.util.Map.of(0, (long) records.size()));
    }

    @Override
    public void forEach(Consumer<SourceRecord> reader) {
        records.forEach(reader);
    }
}
