package io.openintake.buffer;

import io.openintake.buffer.app.BufferLoop;
import io.openintake.buffer.app.Inputs;
import io.openintake.buffer.http.BufferReadiness;
import io.openintake.buffer.kafka.KafkaFeeds;
import io.openintake.buffer.kafka.KafkaLogs;
import io.openintake.buffer.kafka.KafkaReports;
import io.openintake.buffer.kafka.KafkaTopics;
import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.InternalTopics;
import io.openintake.bus.StatusReporter;
import io.openintake.contracts.ServiceName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.Readiness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the service together and runs its loop on a thread of its own. */
@ApplicationScoped
public class BufferService {
    private static final Logger LOG = LoggerFactory.getLogger(BufferService.class);
    private static final String BOOTSTRAP = "kafka.bootstrap.servers";
    private static final String REPLICATION_FACTOR = "intake.bus.replication-factor";
    private static final int DEFAULT_REPLICATION_FACTOR = 3;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Config settings;
    private final BufferConfig config;
    private final BufferMetrics metrics;
    private final BufferReadiness readiness;
    private final Thread thread = Thread.ofPlatform().name("buffer-loop").unstarted(this::run);

    public BufferService(Config settings, BufferConfig config, BufferMetrics metrics, @Readiness BufferReadiness readiness) {
        this.settings = settings;
        this.config = config;
        this.metrics = metrics;
        this.readiness = readiness;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.interrupt();
        thread.join(STOP_PATIENCE);
    }

    private void run() {
        BusConnection connection = connection();
        try {
            awaitCluster(connection);
            work(connection);
        } catch (InterruptedException | InterruptException stopping) {
            LOG.debug("buffer loop stopped");
        }
    }

    /** The cluster may start later than this service: that is no reason to crash, nor to be ready. */
    private static void awaitCluster(BusConnection connection) throws InterruptedException {
        while (true) {
            try {
                InternalTopics.ensure(connection);
                return;
            } catch (InterruptException stopping) {
                throw stopping;
            } catch (KafkaException notYet) {
                LOG.warn("cluster not usable yet, trying again reason={}", notYet.getMessage());
                Thread.sleep(RETRY_DELAY);
            }
        }
    }

    private void work(BusConnection connection) {
        Inputs inputs = new Inputs();
        try (Admin admin = connection.admin();
                EventPublisher publisher = new EventPublisher(connection, Clock.systemUTC());
                StatusReporter status = new StatusReporter(connection, publisher);
                KafkaFeeds feeds = new KafkaFeeds(connection, publisher, inputs::add)) {
            BufferLoop loop = new BufferLoop(
                    inputs,
                    () -> feeds.isCaughtUp() && status.ready().isDone(),
                    new BufferLoop.Ports(
                            new KafkaTopics(admin),
                            new KafkaLogs(admin),
                            new KafkaReports(status, publisher, inputs::add),
                            metrics),
                    loopSettings(connection.replicationFactor()),
                    Clock.systemUTC());
            readiness.follow(loop::isReady);
            loop.run();
        }
    }

    private BufferLoop.Settings loopSettings(short replicationFactor) {
        return new BufferLoop.Settings(
                replicationFactor,
                config.deadLetterRetention(),
                config.sweepInterval(),
                config.verifyInterval(),
                config.deletionGrace());
    }

    private BusConnection connection() {
        Map<String, String> flat = new HashMap<>();
        settings.getPropertyNames().forEach(name -> {
            if (name.startsWith("kafka.")) {
                settings.getOptionalValue(name, String.class).ifPresent(value -> flat.put(name, value));
            }
        });
        // Asked for by name too, so that KAFKA_BOOTSTRAP_SERVERS in the environment is found.
        settings.getOptionalValue(BOOTSTRAP, String.class).ifPresent(value -> flat.put(BOOTSTRAP, value));
        int replicationFactor =
                settings.getOptionalValue(REPLICATION_FACTOR, Integer.class).orElse(DEFAULT_REPLICATION_FACTOR);
        return BusConnection.of(ServiceName.BUFFER, flat, replicationFactor);
    }
}
