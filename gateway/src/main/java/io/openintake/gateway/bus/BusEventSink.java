package io.openintake.gateway.bus;

import io.openintake.bus.EventPublisher;
import io.openintake.contracts.event.Event;
import io.openintake.gateway.app.EventSink;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes on a thread of its own, because the producer waits when the cluster is away; beyond its queue, drops. */
public final class BusEventSink implements EventSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BusEventSink.class);
    private static final int MAX_QUEUED = 10_000;
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final long POLL_MS = 200;

    private final EventPublisher publisher;
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final Thread thread;
    private volatile boolean closing;

    /** The publisher stays open. */
    public BusEventSink(EventPublisher publisher) {
        this.publisher = publisher;
        this.thread = Thread.ofPlatform().daemon().name("gateway-events").start(this::run);
    }

    @Override
    public void publish(Event event) {
        if (!queue.offer(event)) {
            LOG.warn(
                    "event dropped topic={} errorCode=queue-full", event.topic().topicName());
        }
    }

    /** Publishes what is queued, for a moment. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!(closing && queue.isEmpty())) {
                Event event = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    send(event);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Event event) {
        var unused = publisher.publish(event).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("event not published topic={} cause={}", event.topic().topicName(), failure.toString());
            }
        });
    }
}
