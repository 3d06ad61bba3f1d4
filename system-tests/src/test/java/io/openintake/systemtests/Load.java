package io.openintake.systemtests;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A steady idempotent producer on a thread of its own that knows which messages were acknowledged. */
final class Load implements AutoCloseable {
    /** Every so many messages one is broken. */
    private static final int BROKEN_EVERY = 20;

    private static final int MAX_MESSAGES = 200_000;

    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final KafkaProducer<String, byte[]> producer;
    private final Thread thread;
    private volatile boolean stopped;

    Load(Tenant tenant, String prefix) {
        Map<String, Object> properties = tenant.producerClient();
        properties.put("linger.ms", "5");
        properties.put("delivery.timeout.ms", "120000");
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        this.thread =
                Thread.ofPlatform().name("load").start(() -> run(tenant.intake().topic(), prefix));
    }

    /** Whether a message of this number is no JSON; its id is its key then, and the start of its value. */
    static boolean isBroken(int n) {
        return n % BROKEN_EVERY == 0;
    }

    int acknowledgedCount() {
        return acknowledged.size();
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    Set<String> sent() {
        return sent;
    }

    /** Sends nothing more and waits for the answers that are due. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        producer.close();
    }

    private void run(String topic, String prefix) {
        for (int n = 0; !stopped && n < MAX_MESSAGES; n++) {
            String id = prefix + "-" + n;
            String value = isBroken(n) ? id + " is no JSON" : "{\"id\":\"%s\",\"n\":%d}".formatted(id, n);
            sent.add(id);
            var unused = producer.send(
                    new ProducerRecord<>(topic, id, value.getBytes(StandardCharsets.UTF_8)), (metadata, failure) -> {
                        if (failure == null) {
                            acknowledged.add(id);
                        }
                    });
            if (n % 50 == 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
            }
        }
        producer.flush();
    }
}
