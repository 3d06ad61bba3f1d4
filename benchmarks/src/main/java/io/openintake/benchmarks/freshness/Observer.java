package io.openintake.benchmarks.freshness;

import io.openintake.benchmarks.statistics.Waits;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.json.FlushStateJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Sees, read-committed, where each intake stands. A position is recorded after the table's commit, and seen here later
 * still: what is below it can be read from the table already.
 */
final class Observer implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Waits<IntakeId> waits;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<IntakeId, Position> positions = new ConcurrentHashMap<>();
    private final AtomicLong commits = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("observer").unstarted(this::run);
    private volatile boolean stopped;

    Observer(String bootstrap, Waits<IntakeId> waits) {
        this.waits = waits;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void start() {
        thread.start();
    }

    Position position(IntakeId intake) {
        return positions.getOrDefault(intake, Position.START);
    }

    /** How many batches were delivered until now. */
    long commits() {
        return commits.get();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    private void run() {
        var slots = IntStream.range(0, InternalTopic.FLUSH.partitions())
                .mapToObj(slot -> new TopicPartition(InternalTopic.FLUSH.topicName(), slot))
                .toList();
        try (consumer) {
            consumer.assign(slots);
            consumer.seekToBeginning(slots);
            while (!stopped) {
                var seen = consumer.poll(POLL);
                long nowMs = System.currentTimeMillis();
                seen.forEach(record -> see(record, nowMs));
            }
        }
    }

    private void see(ConsumerRecord<byte[], byte[]> record, long nowMs) {
        if (record.value() == null) {
            return;
        }
        IntakeId intake = new IntakeId(UUID.fromString(new String(record.key(), StandardCharsets.UTF_8)));
        FlushState state = FlushStateJson.read(record.value());
        Position position = state.position(0);
        if (position.to() > position(intake).to()) {
            positions.put(intake, position);
            commits.incrementAndGet();
            waits.passed(intake, position.to(), nowMs);
        }
    }
}
