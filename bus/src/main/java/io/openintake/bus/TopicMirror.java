package io.openintake.bus;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.json.EnvelopeJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows an internal topic from its first record on, on a thread of its own, and hands every record to one listener in
 * order of partition and offset. It is ready once it has passed the end that stood when it started (read-committed, so
 * an open transaction is waited for). It never stops by itself: after a failure it reads everything again, which
 * listeners survive because they are idempotent by (key, version).
 */
public final class TopicMirror implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicMirror.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final BusConnection connection;
    private final InternalTopic topic;
    private final Consumer<MirrorRecord> listener;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<String, byte[]> current;

    private TopicMirror(BusConnection connection, InternalTopic topic, Consumer<MirrorRecord> listener) {
        this.connection = connection;
        this.topic = topic;
        this.listener = listener;
        this.thread =
                Thread.ofPlatform().daemon().name("mirror-" + topic.topicName()).unstarted(this::run);
    }

    /** Starts to follow; the listener runs on the mirror's thread and must not block for long. */
    public static TopicMirror follow(BusConnection connection, InternalTopic topic, Consumer<MirrorRecord> listener) {
        TopicMirror mirror = new TopicMirror(connection, topic, listener);
        mirror.thread.start();
        return mirror;
    }

    /** Completes when the mirror has caught up for the first time. */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /** Whether the mirror has caught up. */
    public boolean isReady() {
        return ready.isDone();
    }

    @Override
    public void close() {
        closing.countDown();
        // Not by interrupt: a consumer that is closed on an interrupted thread complains and leaves its fetch sessions.
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosed()) {
            try (KafkaConsumer<String, byte[]> consumer = consumer()) {
                current = consumer;
                follow(consumer);
            } catch (InterruptException | WakeupException stopped) {
                return;
            } catch (KafkaException broken) {
                LOG.warn("mirror interrupted, reading again topic={}", topic.topicName(), broken);
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        if (partitions.size() < topic.partitions()) {
            throw new KafkaException("topic " + topic.topicName() + " has " + partitions.size() + " partitions, not "
                    + topic.partitions());
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!isClosed()) {
            for (ConsumerRecord<String, byte[]> incoming : consumer.poll(POLL)) {
                hand(incoming);
            }
            if (!ready.isDone() && ends.entrySet().stream().allMatch(end -> passed(consumer, end))) {
                ready.complete(null);
            }
        }
    }

    /** A listener that fails on one record must not keep the mirror from the next. */
    private void hand(ConsumerRecord<String, byte[]> incoming) {
        try {
            listener.accept(mirrored(incoming));
        } catch (InterruptException | WakeupException stopped) {
            throw stopped;
        } catch (RuntimeException broken) {
            LOG.error(
                    "internal record not taken topic={} partition={} offset={}",
                    incoming.topic(),
                    incoming.partition(),
                    incoming.offset(),
                    broken);
        }
    }

    private static boolean passed(KafkaConsumer<?, ?> consumer, Map.Entry<TopicPartition, Long> end) {
        return consumer.position(end.getKey()) >= end.getValue();
    }

    private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        List<PartitionInfo> found = consumer.partitionsFor(topic.topicName());
        return found.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> properties = connection.properties("mirror-" + topic.topicName());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private boolean isClosed() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            var unused = closing.await(RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    private static MirrorRecord mirrored(ConsumerRecord<String, byte[]> incoming) {
        Header version = incoming.headers().lastHeader(EnvelopeJson.VERSION_HEADER);
        return new MirrorRecord(
                incoming.topic(),
                incoming.partition(),
                incoming.offset(),
                incoming.key() == null ? "" : incoming.key(),
                version == null ? 0 : version(version.value()),
                incoming.value());
    }

    private static long version(byte[] header) {
        try {
            return Long.parseLong(new String(header, StandardCharsets.US_ASCII));
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }
}
