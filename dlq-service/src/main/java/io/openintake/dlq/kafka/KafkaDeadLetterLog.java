package io.openintake.dlq.kafka;

import io.openintake.bus.BusConnection;
import io.openintake.contracts.IntakeId;
import io.openintake.dlq.app.DeadLetterLog;
import io.openintake.dlq.domain.LogRange;
import io.openintake.dlq.domain.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * {@link DeadLetterLog} with a few read-committed consumers that are used in turn: a reading is a seek and some polls,
 * bounded in time and bytes, outside any consumer group.
 */
public final class KafkaDeadLetterLog implements DeadLetterLog, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration QUEUE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    private static final int MAX_FETCH_BYTES = 16 << 20;
    /** A poll hands out whole records, 1 MiB each at worst, and several readings go on at once. */
    private static final int MAX_POLL_RECORDS = 8;

    /**
     * What one reading may take.
     *
     * @param bytes of keys and values, decompressed
     */
    public record Budget(Duration time, long bytes) {
        /** What a person waits for. */
        public static final Budget DEFAULT = new Budget(Duration.ofSeconds(10), 64L << 20);
    }

    private final BusConnection connection;
    private final Budget budget;
    private final LogRanges ranges;
    private final Semaphore free;
    private final ConcurrentLinkedDeque<KafkaConsumer<byte[], byte[]>> idle = new ConcurrentLinkedDeque<>();

    /**
     * @param readers how many readings may go on at once
     */
    public KafkaDeadLetterLog(BusConnection connection, Admin admin, int readers, Budget budget) {
        this.connection = connection;
        this.budget = budget;
        this.ranges = new LogRanges(admin);
        this.free = new Semaphore(readers, true);
    }

    @Override
    public Reached read(IntakeId intake, long from, Visitor visitor) {
        LogRange range = ranges(List.of(intake)).get(intake);
        if (range == null || from >= range.committedEnd()) {
            return new Reached(from, Ended.AT_END);
        }
        TopicPartition partition = new TopicPartition(intake.deadLetterTopic(), 0);
        long start = Math.max(from, range.start());
        return withConsumer(consumer -> {
            consumer.assign(List.of(partition));
            consumer.seek(partition, start);
            return read(consumer, partition, range.committedEnd(), visitor);
        });
    }

    @Override
    public Map<IntakeId, LogRange> ranges(Collection<IntakeId> intakes) {
        return ranges.of(intakes);
    }

    @Override
    public void close() {
        idle.forEach(
                consumer -> consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_PATIENCE)));
    }

    private Reached read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, Visitor visitor) {
        long deadlineNs = System.nanoTime() + budget.time.toNanos();
        long bytes = 0;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
                if (read.offset() >= end) {
                    return new Reached(end, Ended.AT_END);
                }
                long next = read.offset() + 1;
                bytes += Math.max(0, read.serializedKeySize()) + Math.max(0, read.serializedValueSize());
                if (visitor.visit(stored(read)) == Next.STOP) {
                    return new Reached(next, next >= end ? Ended.AT_END : Ended.STOPPED);
                }
                if (bytes >= budget.bytes) {
                    return new Reached(next, Ended.BUDGET_SPENT);
                }
            }
            if (System.nanoTime() > deadlineNs) {
                return new Reached(consumer.position(partition), Ended.BUDGET_SPENT);
            }
        }
        return new Reached(end, Ended.AT_END);
    }

    private <T> T withConsumer(Function<KafkaConsumer<byte[], byte[]>, T> reading) {
        acquire();
        KafkaConsumer<byte[], byte[]> consumer = null;
        try {
            consumer = idle.poll();
            if (consumer == null) {
                consumer = consumer();
            }
            T result = reading.apply(consumer);
            consumer.unsubscribe();
            idle.push(consumer);
            return result;
        } catch (KafkaException broken) {
            if (consumer != null) {
                consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_PATIENCE));
            }
            throw new Unavailable("the cluster does not answer", broken);
        } finally {
            free.release();
        }
    }

    private void acquire() {
        try {
            if (!free.tryAcquire(QUEUE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unavailable("too many read dead letters at once");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted", interrupted);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = connection.properties("dead-letters");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // Retention may take the start away while we read; a reader of what is left goes on with what is left.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                budget.time.plusSeconds(1).toMillis());
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) budget.time.toMillis());
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static StoredRecord stored(ConsumerRecord<byte[], byte[]> read) {
        List<StoredRecord.Header> headers = new ArrayList<>();
        read.headers()
                .forEach(header -> headers.add(
                        new StoredRecord.Header(header.key(), header.value() == null ? new byte[0] : header.value())));
        return new StoredRecord(
                read.partition(),
                read.offset(),
                Instant.ofEpochMilli(read.timestamp()),
                read.key(),
                read.value(),
                headers);
    }
}
