package io.openintake.systemtests.matrix;

import io.openintake.contracts.RunnerId;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.event.Envelope;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.contracts.json.EnvelopeJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Says of a runner that its buffer is full, or not, in the place of buffer-service, which does not run meanwhile. */
final class Usage implements AutoCloseable {
    private static final long BOUNDARY = 1L << 40;

    private final KafkaProducer<String, byte[]> producer;
    /** Above all that buffer-service has reported. */
    private final AtomicLong version = new AtomicLong(1L << 40);

    Usage(String kafka) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
    }

    void block(RunnerId runner) throws ExecutionException, InterruptedException, TimeoutException {
        publish(runner, State.BLOCKED);
    }

    void open(RunnerId runner) throws ExecutionException, InterruptedException, TimeoutException {
        publish(runner, State.OPEN);
    }

    @Override
    public void close() {
        producer.close();
    }

    private void publish(RunnerId runner, State state)
            throws ExecutionException, InterruptedException, TimeoutException {
        UsageReported usage = new UsageReported(
                runner, version.incrementAndGet(), state, 0, BOUNDARY, 0, BOUNDARY, Optional.of(Instant.EPOCH));
        Envelope envelope = new Envelope(UUID.randomUUID().toString(), Instant.EPOCH, ServiceName.BUFFER, usage);
        ProducerRecord<String, byte[]> outgoing =
                new ProducerRecord<>(usage.topic().topicName(), usage.key(), EnvelopeJson.write(envelope));
        outgoing.headers()
                .add(EnvelopeJson.VERSION_HEADER, Long.toString(usage.version()).getBytes(StandardCharsets.US_ASCII));
        producer.send(outgoing).get(10, TimeUnit.SECONDS);
    }
}
