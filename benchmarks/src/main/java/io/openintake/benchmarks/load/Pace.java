package io.openintake.benchmarks.load;

import io.openintake.benchmarks.statistics.Quantiles;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Messages at a fixed pace. Latency counts from the moment at which a message was due, not from when it could be sent:
 * a stall is charged to every message that waited for it ("coordinated omission").
 */
final class Pace {
    private static final double NANOS_PER_MS = 1e6;
    private static final long SHORTEST_NAP_NANOS = 50_000;

    private final LoadOrder order;
    private final List<byte[]> messages;
    private final long[] latencies;
    private final AtomicInteger count = new AtomicInteger();
    private volatile String failure = "";

    Pace(LoadOrder order) {
        this.order = order;
        this.messages = Messages.ofSize(order.recordBytes());
        this.latencies = new long[(int) (order.recordsPerSecond() * order.measureMs() / 1_000) + 1];
    }

    LoadResult run() {
        try (KafkaProducer<byte[], byte[]> producer = Flood.producer(order)) {
            producer.partitionsFor(order.topic());
            long startNanos = System.nanoTime();
            long warm = (long) (order.recordsPerSecond() * order.warmUpMs() / 1_000);
            send(producer, startNanos, 0, warm);
            CpuClock before = CpuClock.read(order.pids());
            long beganNanos = System.nanoTime();
            send(producer, startNanos, warm, warm + latencies.length);
            producer.flush();
            double seconds = (System.nanoTime() - beganNanos) / 1e9;
            List<Double> cpu = CpuClock.read(order.pids()).millisSince(before);
            return new LoadResult(count.get(), seconds, cpu, latency(), failure);
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, long startNanos, long from, long to) {
        double intervalNanos = 1e9 / order.recordsPerSecond();
        boolean isCounted = from > 0;
        for (long index = from; index < to; index++) {
            long dueNanos = startNanos + (long) (index * intervalNanos);
            for (long early = dueNanos - System.nanoTime(); early > 0; early = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(Math.max(early, SHORTEST_NAP_NANOS));
            }
            byte[] message = messages.get((int) index & (messages.size() - 1));
            var unused = producer.send(new ProducerRecord<>(order.topic(), message), (metadata, failed) -> {
                if (failed != null) {
                    failure = failed.toString();
                } else if (isCounted) {
                    latencies[count.getAndIncrement()] = System.nanoTime() - dueNanos;
                }
            });
        }
    }

    private LoadResult.Latency latency() {
        if (count.get() == 0) {
            return LoadResult.Latency.NONE;
        }
        Quantiles all = Quantiles.of(latencies, count.get());
        return new LoadResult.Latency(
                all.at(0.5) / NANOS_PER_MS,
                all.at(0.9) / NANOS_PER_MS,
                all.at(0.99) / NANOS_PER_MS,
                all.at(0.999) / NANOS_PER_MS);
    }
}
