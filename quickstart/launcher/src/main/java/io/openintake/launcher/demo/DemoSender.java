package io.openintake.launcher.demo;

import io.openintake.launcher.folder.StackFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends the demo's messages with a stock Kafka producer. */
final class DemoSender implements AutoCloseable {
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LINGER_MS = 5;

    private final String topic;
    private final KafkaProducer<String, byte[]> producer;
    private final int partitions;

    private DemoSender(String topic, KafkaProducer<String, byte[]> producer, int partitions) {
        this.topic = topic;
        this.producer = producer;
        this.partitions = partitions;
    }

    /** Logs in; tries again for a while, since the gateway learns of a new user a moment after the registry. */
    static DemoSender open(String topic, ClientSettings settings) throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(settings.java());
        properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) LOGIN_LIMIT.toMillis());
        long deadline = System.nanoTime() + LOGIN_LIMIT.toNanos();
        while (true) {
            var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
            try {
                return new DemoSender(
                        topic, producer, producer.partitionsFor(topic).size());
            } catch (KafkaException e) {
                producer.close(Duration.ZERO);
                if (System.nanoTime() > deadline) {
                    throw new StackFailure("The demo producer cannot log in at the gateway: " + e.getMessage(), e);
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /** Sends to all partitions in turn, and waits until each message is acknowledged. */
    void sendEvenly(List<DemoMessage> messages) throws InterruptedException {
        List<Future<?>> sent = new ArrayList<>();
        int turn = 0;
        for (DemoMessage message : messages) {
            sent.add(producer.send(new ProducerRecord<>(topic, turn++ % partitions, message.key(), message.value())));
        }
        await(sent);
    }

    /** Sends each message to the partition of its key, and waits until each is acknowledged. */
    void sendByKey(List<DemoMessage> messages) throws InterruptedException {
        List<Future<?>> sent = new ArrayList<>();
        for (DemoMessage message : messages) {
            sent.add(producer.send(new ProducerRecord<>(topic, message.key(), message.value())));
        }
        await(sent);
    }

    @Override
    public void close() {
        producer.close(PAUSE);
    }

    private static void await(List<Future<?>> sent) throws InterruptedException {
        for (Future<?> acknowledgement : sent) {
            try {
                acknowledgement.get();
            } catch (ExecutionException e) {
                throw new StackFailure("A demo message was not acknowledged: " + e.getCause(), e);
            }
        }
    }
}
