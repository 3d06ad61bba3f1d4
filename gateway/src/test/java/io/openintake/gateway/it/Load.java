package io.openintake.gateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** An idempotent producer that numbers its messages per partition and sends until it is stopped. */
final class Load implements AutoCloseable {
    /** Small batches, several under way: what order is endangered by. */
    static final Map<String, Object> SETTINGS =
            Map.of("batch.size", 600, "linger.ms", 1, "retry.backoff.ms", 50, "reconnect.backoff.max.ms", 200);

    private static final int PAUSE_EVERY = 20;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = Thread.ofPlatform().name("load").unstarted(this::run);
    private final List<Integer> sent = new ArrayList<>();
    private volatile boolean stopped;

    /** Takes the producer over. */
    Load(KafkaProducer<byte[], byte[]> producer, Tenant tenant, int partitions) {
        this.producer = producer;
        this.topic = tenant.intake().topic();
        this.partitions = partitions;
        for (int partition = 0; partition < partitions; partition++) {
            sent.add(0);
        }
    }

    Load start() {
        thread.start();
        return this;
    }

    /** Waits until so many more messages are acknowledged. */
    void awaitMore(int messages) {
        int enough = acknowledged.get() + messages;
        Eventually.within(Duration.ofSeconds(60))
                .untilHolds(messages + " more messages are acknowledged", () -> acknowledged.get() >= enough);
    }

    /** Stops, and compares what lies in the cluster with what was sent: each message once and in order. */
    void stopAndVerify(Map<String, String> cluster) throws InterruptedException {
        stopped = true;
        thread.join();
        producer.flush();
        assertEquals(null, failure.get());
        assertEquals(sent.stream().mapToInt(Integer::intValue).sum(), acknowledged.get());
        for (int partition = 0; partition < partitions; partition++) {
            List<Integer> expected = new ArrayList<>();
            for (int index = 0; index < sent.get(partition); index++) {
                expected.add(index);
            }
            assertEquals(expected, written(cluster, new TopicPartition(topic, partition)), "partition " + partition);
        }
    }

    @Override
    public void close() {
        stopped = true;
        producer.close(Duration.ZERO);
    }

    private void run() {
        for (int count = 0; !stopped; count++) {
            int partition = count % partitions;
            int number = sent.get(partition);
            byte[] value = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
            producer.send(new ProducerRecord<>(topic, partition, null, value), (done, failed) -> {
                if (failed == null) {
                    acknowledged.incrementAndGet();
                } else {
                    failure.compareAndSet(null, failed);
                }
            });
            sent.set(partition, number + 1);
            if (count % PAUSE_EVERY == 0) {
                pause();
            }
        }
    }

    /** A steady load, not a flood. */
    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }

    private static List<Integer> written(Map<String, String> cluster, TopicPartition partition) {
        List<Integer> numbers = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(new HashMap<>(cluster), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(200))) {
                    numbers.add(Integer.parseInt(new String(one.value(), StandardCharsets.US_ASCII)));
                }
            }
        }
        return numbers;
    }
}
