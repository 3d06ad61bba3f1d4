package io.openintake.launcher.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a dead letter topic from its start with a stock Kafka consumer in a group that remembers nothing. */
public final class DeadLetterReader {
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MAX_LETTERS = 10_000;

    private final String topic;
    private final ClientSettings settings;

    public DeadLetterReader(String topic, ClientSettings settings) {
        this.topic = topic;
        this.settings = settings;
    }

    /** At least the expected number, if it comes in time, and what arrives within a moment after. */
    public List<DeadLetter> read(long expected) throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(settings.java());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, "quickstart");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        long deadline = System.nanoTime() + LIMIT.toNanos();
        List<DeadLetter> letters = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (letters.size() < expected && System.nanoTime() < deadline && letters.size() < MAX_LETTERS) {
                poll(consumer, POLL, letters);
            }
            poll(consumer, QUIET, letters);
        }
        return letters;
    }

    private static void poll(KafkaConsumer<String, byte[]> consumer, Duration patience, List<DeadLetter> letters)
            throws InterruptedException {
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(patience)) {
                letters.add(DeadLetter.of(record));
            }
        } catch (AuthenticationException | AuthorizationException notYetKnown) {
            Thread.sleep(POLL);
        }
    }
}
