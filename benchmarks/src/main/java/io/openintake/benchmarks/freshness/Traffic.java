package io.openintake.benchmarks.freshness;

import io.openintake.benchmarks.statistics.Waits;
import io.openintake.contracts.IntakeId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Small messages at a steady pace, to one intake after the other; each is noted with the broker's time. */
final class Traffic implements AutoCloseable {
    private final List<IntakeId> intakes;
    private final long pauseNanos;
    private final Waits<IntakeId> waits;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<IntakeId, AtomicLong> acknowledged = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("traffic").unstarted(this::run);
    private volatile boolean stopped;

    Traffic(String bootstrap, List<IntakeId> intakes, Duration pause, Waits<IntakeId> waits) {
        this.intakes = List.copyOf(intakes);
        this.pauseNanos = pause.toNanos() / intakes.size();
        this.waits = waits;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    /** Ends it; all that was sent is acknowledged. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a message was not taken", failed);
        }
    }

    long acknowledged(IntakeId intake) {
        return acknowledged.getOrDefault(intake, new AtomicLong()).get();
    }

    @Override
    public void close() {
        stopped = true;
        producer.close(Duration.ofSeconds(5));
    }

    private void run() {
        long due = System.nanoTime();
        for (long count = 0; !stopped; count++) {
            IntakeId intake = intakes.get((int) (count % intakes.size()));
            byte[] value = message(intake, count).getBytes(StandardCharsets.UTF_8);
            var unused = producer.send(
                    new ProducerRecord<>(intake.topic(), 0, null, value),
                    (sent, failed) -> heard(intake, sent, failed));
            due += pauseNanos;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private static String message(IntakeId intake, long count) {
        return """
                {"id":"%s-%d","n":%d,"level":"info","ok":true,"ms":12.5,"text":"a small message of a steady source"}\
                """.formatted(intake, count, count);
    }

    private void heard(IntakeId intake, RecordMetadata sent, @Nullable Exception failed) {
        if (failed != null) {
            failure.set(failed);
            return;
        }
        // of a topic with LogAppendTime this is when the broker took it
        waits.came(intake, sent.offset(), sent.timestamp());
        acknowledged.computeIfAbsent(intake, none -> new AtomicLong()).incrementAndGet();
    }
}
