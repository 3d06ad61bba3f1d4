package io.openintake.benchmarks.load;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** As many messages as go through: the producer's own buffer is what holds it back. */
final class Flood {
    private final LoadOrder order;
    private final List<byte[]> messages;
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile String failure = "";
    private volatile boolean isOver;

    Flood(LoadOrder order) {
        this.order = order;
        this.messages = Messages.ofSize(order.recordBytes());
    }

    static KafkaProducer<byte[], byte[]> producer(LoadOrder order) {
        Properties properties = new Properties();
        properties.putAll(order.client());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    LoadResult run() throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = producer(order)) {
            producer.partitionsFor(order.topic());
            Thread sender = Thread.ofPlatform().name("sender").start(() -> send(producer));
            Thread.sleep(order.warmUpMs());
            CpuClock before = CpuClock.read(order.pids());
            long beganNanos = System.nanoTime();
            long begun = acknowledged.get();
            Thread.sleep(order.measureMs());
            long records = acknowledged.get() - begun;
            double seconds = (System.nanoTime() - beganNanos) / 1e9;
            List<Double> cpu = CpuClock.read(order.pids()).millisSince(before);
            isOver = true;
            sender.join();
            producer.flush();
            return new LoadResult(records, seconds, cpu, LoadResult.Latency.NONE, failure);
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer) {
        Callback counting = (metadata, failed) -> {
            if (failed == null) {
                acknowledged.incrementAndGet();
            } else {
                failure = failed.toString();
            }
        };
        try {
            for (int index = 0; !isOver; index++) {
                byte[] message = messages.get(index & (messages.size() - 1));
                var unused = producer.send(new ProducerRecord<>(order.topic(), message), counting);
            }
        } catch (RuntimeException failed) {
            failure = failed.toString();
        }
    }
}
