package io.openintake.flusher.kafka;

import io.openintake.bus.BusConnection;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.SlotNumber;
import io.openintake.contracts.json.FlushStateJson;
import io.openintake.contracts.json.UnreadableJson;
import io.openintake.flusher.app.StoredStates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads slots up to a barrier of our own: a record that was acknowledged outside any transaction. Reading committed
 * records past it waits for every transaction that was open when it was written; unlike an answer to ListOffsets, the
 * acknowledgement cannot come from a deposed leader, and unlike the last stable offset, it misses nothing.
 */
public final class KafkaStoredStates implements StoredStates {
    static final String BARRIER = "~barrier";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaStoredStates.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    private final BusConnection connection;

    public KafkaStoredStates(BusConnection connection) {
        this.connection = connection;
    }

    @Override
    public Map<SlotNumber, Slot> read(Collection<SlotNumber> slots) {
        Map<TopicPartition, Long> barriers = writeBarriers(slots);
        Map<SlotNumber, Content> contents = new HashMap<>();
        barriers.keySet().forEach(partition -> contents.put(new SlotNumber(partition.partition()), new Content()));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(barriers.keySet());
            consumer.seekToBeginning(barriers.keySet());
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!passed(consumer, barriers)) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("slots were not read up to their barriers within " + PATIENCE);
                }
                consumer.poll(POLL).forEach(record -> {
                    Content content = contents.get(new SlotNumber(record.partition()));
                    if (content != null) {
                        content.add(record);
                    }
                });
            }
        }
        Map<SlotNumber, Slot> read = new HashMap<>();
        contents.forEach((slot, content) -> read.put(slot, new Slot(content.states, content.unreadable)));
        return read;
    }

    private static boolean passed(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> barriers) {
        for (Map.Entry<TopicPartition, Long> barrier : barriers.entrySet()) {
            if (consumer.position(barrier.getKey()) <= barrier.getValue()) {
                return false;
            }
        }
        return true;
    }

    private Map<TopicPartition, Long> writeBarriers(Collection<SlotNumber> slots) {
        Map<TopicPartition, Long> barriers = new HashMap<>();
        try (Producer<byte[], byte[]> producer = producer()) {
            Map<TopicPartition, Future<RecordMetadata>> sent = new HashMap<>();
            for (SlotNumber slot : slots) {
                TopicPartition partition = new TopicPartition(InternalTopic.FLUSH.topicName(), slot.value());
                byte[] key = BARRIER.getBytes(StandardCharsets.US_ASCII);
                sent.put(partition, producer.send(new ProducerRecord<>(partition.topic(), slot.value(), key, null)));
            }
            producer.flush();
            sent.forEach((partition, future) ->
                    offset(partition, future).ifPresent(offset -> barriers.put(partition, offset)));
        }
        return barriers;
    }

    /** Empty when the slot cannot be written now: the others need not wait for it. */
    private static Optional<Long> offset(TopicPartition partition, Future<RecordMetadata> sent) {
        try {
            return Optional.of(sent.get().offset());
        } catch (ExecutionException failed) {
            LOG.warn("barrier not written slot={}", partition.partition(), failed.getCause());
            return Optional.empty();
        } catch (InterruptedException stopping) {
            throw new InterruptException(stopping);
        }
    }

    private static final class Content {
        private final Map<IntakeId, FlushState> states = new HashMap<>();
        private final Set<IntakeId> unreadable = new HashSet<>();

        private void add(ConsumerRecord<byte[], byte[]> record) {
            String key = record.key() == null ? BARRIER : new String(record.key(), StandardCharsets.UTF_8);
            if (key.equals(BARRIER)) {
                return;
            }
            IntakeId intake;
            try {
                intake = IntakeId.parse(key);
            } catch (IllegalArgumentException foreign) {
                LOG.error("state of no intake slot={} offset={}", record.partition(), record.offset());
                return;
            }
            unreadable.remove(intake);
            if (record.value() == null) {
                states.remove(intake);
                return;
            }
            try {
                states.put(intake, FlushStateJson.read(record.value()));
            } catch (UnreadableJson | ArithmeticException newer) {
                LOG.error(
                        "state not readable intake={} slot={} offset={} reason={}",
                        intake,
                        record.partition(),
                        record.offset(),
                        newer.getMessage());
                states.remove(intake);
                unreadable.add(intake);
            }
        }
    }

    private Producer<byte[], byte[]> producer() {
        Map<String, Object> properties = connection.properties("barriers");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = connection.properties("states");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
