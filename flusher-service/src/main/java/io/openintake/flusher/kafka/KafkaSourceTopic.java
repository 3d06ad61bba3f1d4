package io.openintake.flusher.kafka;

import io.openintake.bus.BusConnection;
import io.openintake.contracts.IntakeId;
import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.app.SourceTopic;
import io.openintake.flusher.domain.Extent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads intake topics outside the group, read-committed, with an explicit seek for every partition. Positions come from
 * the caller and from nowhere else: there is no reset, and a log that starts too late is a gap.
 */
public final class KafkaSourceTopic implements SourceTopic {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSourceTopic.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ID_PATIENCE = Duration.ofSeconds(10);
    private static final int FETCH_BYTES = 8 << 20;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final ReadLimits limits;

    /**
     * @param admin of the caller, who closes it
     * @param worker of this flusher's workers
     */
    public KafkaSourceTopic(BusConnection connection, Admin admin, int worker, ReadLimits limits) {
        Map<String, Object> properties = connection.properties("data-" + worker);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 60_000);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.admin = admin;
        this.limits = limits;
    }

    @Override
    public Taking take(IntakeId intake, SortedMap<Integer, Long> from) {
        try {
            List<TopicPartition> partitions = partitions(intake);
            if (partitions.isEmpty()) {
                return new Taking.Unavailable("topic-missing", "the intake's topic is not there");
            }
            // offsets of partitions that are not assigned come with a warning each
            consumer.assign(partitions);
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                Optional<Taking> refusal = refusal(partition, from, starts, ends);
                if (refusal.isPresent()) {
                    return refusal.get();
                }
            }
            return taken(intake, from, ends);
        } catch (InterruptException stopping) {
            throw stopping;
        } catch (KafkaException broken) {
            LOG.warn("intake topic not readable intake={}", intake, broken);
            return new Taking.Unavailable("buffer-unavailable", "the intake's topic cannot be read at present");
        }
    }

    private static Optional<Taking> refusal(
            TopicPartition partition,
            SortedMap<Integer, Long> from,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends) {
        long position = from.getOrDefault(partition.partition(), 0L);
        long start = starts.getOrDefault(partition, 0L);
        long end = ends.getOrDefault(partition, 0L);
        if (start > position) {
            return Optional.of(new Taking.Gap(partition.partition(), position, start));
        }
        // after a change of leader the end may lag for a moment; a position never goes back
        return end < position
                ? Optional.of(new Taking.Unavailable(
                        "buffer-behind",
                        "partition " + partition.partition() + " ends at " + end + ", before position " + position))
                : Optional.empty();
    }

    private Taking taken(IntakeId intake, SortedMap<Integer, Long> from, Map<TopicPartition, Long> ends) {
        Intaking intaking = new Intaking(limits.bufferBytes());
        SortedMap<Integer, Long> starts = new TreeMap<>();
        SortedMap<Integer, Long> goals = new TreeMap<>();
        ends.forEach((partition, end) -> {
            starts.put(partition.partition(), from.getOrDefault(partition.partition(), 0L));
            goals.put(partition.partition(), end);
        });
        SortedMap<Integer, Long> reached = read(intake.topic(), starts, goals, record -> {
            intaking.add(record);
            return intaking.records() < limits.rows() && intaking.bytes() < limits.bytes();
        });
        SortedMap<Integer, Extent> extents = intaking.extents(starts, reached);
        Batch batch = intaking.buffered(reached).<Batch>map(records -> records).orElseGet(() -> again(intake, extents));
        boolean complete = reached.equals(goals);
        return new Taking.Taken(batch, extents, complete, intaking.bytes(), intaking.validThroughMs(reached, goals));
    }

    @Override
    public Batch again(IntakeId intake, SortedMap<Integer, Extent> extents) {
        SortedMap<Integer, Extent> fixed = new TreeMap<>(extents);
        return new Batch() {
            @Override
            public SortedMap<Integer, Long> ends() {
                SortedMap<Integer, Long> ends = new TreeMap<>();
                fixed.forEach((partition, extent) -> ends.put(partition, extent.to()));
                return ends;
            }

            @Override
            public void forEach(Consumer<SourceRecord> reader) {
                fixed.forEach((partition, extent) -> readAgain(intake, partition, extent, reader));
            }
        };
    }

    /** One partition after the other, so that the order is the same as that of a batch in memory. */
    private void readAgain(IntakeId intake, int partition, Extent extent, Consumer<SourceRecord> reader) {
        SortedMap<Integer, Long> from = new TreeMap<>(Map.of(partition, extent.from()));
        SortedMap<Integer, Long> to = new TreeMap<>(Map.of(partition, extent.to()));
        var unused = read(intake.topic(), from, to, record -> {
            reader.accept(Intaking.source(record));
            return true;
        });
    }

    /** Takes a record; false when no more is wanted. */
    private interface Taker {
        boolean take(ConsumerRecord<byte[], byte[]> record);
    }

    /** Reads [from, to) of each partition and says how far it came. */
    private SortedMap<Integer, Long> read(
            String topic, SortedMap<Integer, Long> from, SortedMap<Integer, Long> to, Taker taker) {
        SortedMap<Integer, Long> reached = new TreeMap<>(from);
        List<TopicPartition> open = from.keySet().stream()
                .filter(partition -> from.getOrDefault(partition, 0L) < to.getOrDefault(partition, 0L))
                .map(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(open);
        // a partition that was assigned before stays paused
        consumer.resume(open);
        open.forEach(partition -> consumer.seek(partition, from.getOrDefault(partition.partition(), 0L)));
        boolean more = true;
        long deadline = System.nanoTime() + limits.patience().toNanos();
        while (more && !isThrough(open, reached, to)) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                if (record.offset() < to.getOrDefault(record.partition(), 0L)) {
                    more &= taker.take(record);
                }
            }
            if (advance(open, reached, to)) {
                deadline = System.nanoTime() + limits.patience().toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new TimeoutException("no records of " + topic + " within " + limits.patience());
            }
        }
        return reached;
    }

    private static boolean isThrough(
            List<TopicPartition> open, SortedMap<Integer, Long> reached, SortedMap<Integer, Long> to) {
        return open.stream()
                .allMatch(partition ->
                        reached.getOrDefault(partition.partition(), 0L) >= to.getOrDefault(partition.partition(), 0L));
    }

    /** The consumer's position has passed markers and aborted records too. */
    private boolean advance(List<TopicPartition> open, SortedMap<Integer, Long> reached, SortedMap<Integer, Long> to) {
        boolean advanced = false;
        for (TopicPartition partition : open) {
            long position = Math.min(consumer.position(partition), to.getOrDefault(partition.partition(), 0L));
            Long before = reached.put(partition.partition(), position);
            advanced |= before == null || position > before;
            if (position >= to.getOrDefault(partition.partition(), 0L)) {
                consumer.pause(List.of(partition));
            }
        }
        return advanced;
    }

    @Override
    public Optional<String> topicId(IntakeId intake) {
        try {
            var described = admin.describeTopics(List.of(intake.topic()))
                    .allTopicNames()
                    .get(ID_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.ofNullable(described.get(intake.topic()))
                    .map(topic -> topic.topicId().toString());
        } catch (ExecutionException | java.util.concurrent.TimeoutException notThere) {
            LOG.warn("topic not described intake={}", intake, notThere);
            return Optional.empty();
        } catch (InterruptedException stopping) {
            throw new InterruptException(stopping);
        }
    }

    private List<TopicPartition> partitions(IntakeId intake) {
        List<PartitionInfo> found = consumer.partitionsFor(intake.topic());
        return found.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
