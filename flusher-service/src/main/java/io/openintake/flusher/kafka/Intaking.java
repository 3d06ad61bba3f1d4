package io.openintake.flusher.kafka;

import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.domain.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Counts the records of a batch while they come in, and keeps them as long as they are few. */
final class Intaking {
    private final long bufferBytes;
    private final SortedMap<Integer, List<SourceRecord>> kept = new TreeMap<>();
    private final SortedMap<Integer, Long> counts = new TreeMap<>();
    private final SortedMap<Integer, Long> newest = new TreeMap<>();
    private long records;
    private long bytes;

    Intaking(long bufferBytes) {
        this.bufferBytes = bufferBytes;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        records++;
        bytes += length(record.key()) + length(record.value());
        counts.merge(record.partition(), 1L, Long::sum);
        newest.merge(record.partition(), record.timestamp(), Math::max);
        if (bytes <= bufferBytes) {
            kept.computeIfAbsent(record.partition(), any -> new ArrayList<>()).add(source(record));
        } else {
            kept.clear();
        }
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    SortedMap<Integer, Extent> extents(SortedMap<Integer, Long> from, SortedMap<Integer, Long> to) {
        SortedMap<Integer, Extent> extents = new TreeMap<>();
        from.forEach((partition, start) -> extents.put(
                partition, new Extent(start, to.getOrDefault(partition, start), counts.getOrDefault(partition, 0L))));
        return extents;
    }

    /** The batch in memory; empty when it was too large to be kept. */
    Optional<Batch> buffered(SortedMap<Integer, Long> ends) {
        if (bytes > bufferBytes) {
            return Optional.empty();
        }
        SortedMap<Integer, Long> fixed = new TreeMap<>(ends);
        return Optional.of(new Batch() {
            @Override
            public SortedMap<Integer, Long> ends() {
                return new TreeMap<>(fixed);
            }

            @Override
            public void forEach(Consumer<SourceRecord> reader) {
                kept.values().forEach(partition -> partition.forEach(reader));
            }
        });
    }

    /** The newest stamp of a whole batch; of a part, the oldest of the partitions that are not through. */
    long validThroughMs(SortedMap<Integer, Long> reached, SortedMap<Integer, Long> goals) {
        long oldestOpen = Long.MAX_VALUE;
        for (Map.Entry<Integer, Long> goal : goals.entrySet()) {
            if (reached.getOrDefault(goal.getKey(), 0L) < goal.getValue()) {
                oldestOpen = Math.min(oldestOpen, newest.getOrDefault(goal.getKey(), 0L));
            }
        }
        long newestOfAll =
                newest.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return Math.min(oldestOpen, newestOfAll);
    }

    static SourceRecord source(ConsumerRecord<byte[], byte[]> record) {
        List<SourceRecord.Header> headers = new ArrayList<>();
        record.headers().forEach(header -> headers.add(new SourceRecord.Header(header.key(), header.value())));
        return new SourceRecord(
                record.partition(), record.offset(), record.timestamp(), record.key(), record.value(), headers);
    }

    private static int length(byte @Nullable [] some) {
        return some == null ? 0 : some.length;
    }
}
