package io.openintake.systemtests.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.systemtests.check.History.Fate;
import io.openintake.systemtests.check.History.Sent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Two idempotent producers and one that is not, on threads of their own, with one broken message in twenty. */
public final class Workload implements AutoCloseable {
    private static final int BROKEN_EVERY = 20;
    private static final int MAX_MESSAGES = 100_000;
    /** Appends of one burst; between two bursts the thread rests. */
    private static final int BURST = 20;

    private final String topic;
    private final History history;
    private final long restNanos;
    private final List<KafkaProducer<String, byte[]>> producers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    /**
     * @param client how to log in
     * @param perSecond messages of each producer
     */
    public Workload(Map<String, Object> client, String topic, History history, int perSecond) {
        this.topic = topic;
        this.history = history;
        this.restNanos = 1_000_000_000L * BURST / perSecond;
        start("first", client, true);
        start("second", client, true);
        start("careless", client, false);
    }

    /** The message with this number; every so many are no JSON. */
    public static Sent message(String producer, long n, boolean safe) {
        String id = producer + "-" + n;
        if (n % BROKEN_EVERY == BROKEN_EVERY - 1) {
            return new Sent(id, producer, n, safe, Fate.DEAD_LETTER, id + " is no JSON");
        }
        ObjectNode value = new ObjectMapper()
                .createObjectNode()
                .put("id", id)
                .put("p", producer)
                .put("n", n)
                .put("ratio", n / 7.0)
                .put("ok", n % 2 == 0)
                .put("text", "Zoë \uD83E\uDD8A \"quoted\" \\ " + n);
        return new Sent(id, producer, n, safe, Fate.ROW, value.toString());
    }

    /** As it goes to Kafka: the id is the key, and a header tells who sent it. */
    public static ProducerRecord<String, byte[]> toRecord(String topic, Sent sent) {
        var sending = new ProducerRecord<>(topic, sent.id(), sent.value().getBytes(StandardCharsets.UTF_8));
        sending.headers().add("origin", sent.producer().getBytes(StandardCharsets.UTF_8));
        return sending;
    }

    /** Sends nothing more and waits for the answers that are due. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        producers.forEach(KafkaProducer::close);
    }

    private void start(String name, Map<String, Object> client, boolean safe) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("linger.ms", "5");
        properties.put("enable.idempotence", Boolean.toString(safe));
        properties.put("delivery.timeout.ms", "240000");
        properties.put("max.block.ms", "240000");
        var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        producers.add(producer);
        threads.add(Thread.ofPlatform().name("workload-" + name).start(() -> run(producer, name, safe)));
    }

    private void run(KafkaProducer<String, byte[]> producer, String name, boolean safe) {
        for (long n = 0; !stopped && n < MAX_MESSAGES; n++) {
            Sent sent = message(name, n, safe);
            var unused = history.send(producer, toRecord(topic, sent), sent);
            if (n % BURST == 0) {
                LockSupport.parkNanos(restNanos);
            }
        }
        producer.flush();
    }
}
