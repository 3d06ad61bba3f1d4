package io.openintake.registry.kafka;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventMirror;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.InternalTopics;
import io.openintake.bus.TopicMirror;
import io.openintake.contracts.InternalTopic;
import io.openintake.registry.app.TemporarilyUnavailable;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of this service, once the cluster was there: it may come later than we do. */
@Singleton
public final class KafkaBus {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaBus.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final Duration MAX_DELAY = Duration.ofSeconds(10);

    private final BusConnection connection;
    private final KafkaMirrors mirrors;
    private final Clock clock;
    private final Thread starter =
            Thread.ofPlatform().daemon().name("bus-start").unstarted(this::connectUntilThere);
    private volatile Optional<Clients> clients = Optional.empty();

    public KafkaBus(BusConnection connection, KafkaMirrors mirrors, Clock clock) {
        this.connection = connection;
        this.mirrors = mirrors;
        this.clock = clock;
    }

    private record Clients(
            Admin admin, EventPublisher publisher, EventMirror status, EventMirror usage, TopicMirror flush) {
        boolean isReady() {
            return status.isReady() && usage.isReady() && flush.isReady();
        }

        void close() {
            status.close();
            usage.close();
            flush.close();
            publisher.close();
            admin.close(Duration.ofSeconds(5));
        }
    }

    /** Begins to connect. */
    public void start() {
        starter.start();
    }

    /** Whether the mirrors know what stood in their topics at the start. */
    public boolean isReady() {
        return clients.filter(Clients::isReady).isPresent();
    }

    boolean isConnected() {
        return clients.isPresent();
    }

    EventPublisher publisher() {
        return there().publisher();
    }

    Admin admin() {
        return there().admin();
    }

    @PreDestroy
    void stop() {
        starter.interrupt();
        clients.ifPresent(Clients::close);
    }

    private Clients there() {
        return clients.orElseThrow(() -> new TemporarilyUnavailable(
                "the Kafka cluster does not answer", new IllegalStateException("not connected yet")));
    }

    private void connectUntilThere() {
        Duration delay = FIRST_DELAY;
        while (clients.isEmpty() && !Thread.currentThread().isInterrupted()) {
            try {
                InternalTopics.ensure(connection);
                clients = Optional.of(connect());
            } catch (KafkaException notThere) {
                LOG.warn("kafka not reachable, trying again delayMs={} error={}", delay.toMillis(), reason(notThere));
                delay = pause(delay);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Clients connect() {
        EventPublisher publisher = new EventPublisher(connection, clock);
        return new Clients(
                connection.admin(),
                publisher,
                new EventMirror(connection, InternalTopic.STATUS, publisher, mirrors.status()),
                new EventMirror(connection, InternalTopic.USAGE, publisher, mirrors.usages()),
                TopicMirror.follow(connection, InternalTopic.FLUSH, mirrors::flush));
    }

    private static Duration pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        Duration doubled = delay.multipliedBy(2);
        return doubled.compareTo(MAX_DELAY) < 0 ? doubled : MAX_DELAY;
    }

    private static String reason(KafkaException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage());
    }
}
