package io.openintake.dlq;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.InternalTopics;
import io.openintake.bus.StatusReporter;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.dlq.app.DeadLetters;
import io.openintake.dlq.app.Totals;
import io.openintake.dlq.http.Surface;
import io.openintake.dlq.kafka.KafkaDeadLetterLog;
import io.openintake.dlq.kafka.KafkaDeadLetterReports;
import io.openintake.dlq.kafka.KafkaFeeds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the service together: one thread waits for the cluster, then keeps totals until the application stops. */
@ApplicationScoped
public class DlqService {
    private static final Logger LOG = LoggerFactory.getLogger(DlqService.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Config settings;
    private final DlqConfig config;
    private final Surface surface;
    private final Thread thread = Thread.ofPlatform().name("dead-letter-totals").unstarted(this::run);
    private volatile @Nullable Totals totals;

    public DlqService(Config settings, DlqConfig config, Surface surface) {
        this.settings = settings;
        this.config = config;
        this.surface = surface;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        Totals running = totals;
        if (running == null) {
            thread.interrupt();
        } else {
            running.stop();
        }
        thread.join(STOP_PATIENCE);
    }

    private void run() {
        try {
            BusConnection connection = connection();
            InternalTopics.awaitAndEnsure(connection);
            work(connection);
        } catch (InterruptedException | InterruptException stopping) {
            LOG.debug("dlq-service stopped");
        }
    }

    private void work(BusConnection connection) {
        try (Admin admin = connection.admin();
                EventPublisher publisher = new EventPublisher(connection, Clock.systemUTC());
                StatusReporter status = new StatusReporter(connection, publisher);
                KafkaDeadLetterLog log = new KafkaDeadLetterLog(
                        connection, admin, config.readers(), KafkaDeadLetterLog.Budget.DEFAULT)) {
            Totals running =
                    new Totals(surface.intakes(), log, new KafkaDeadLetterReports(status), config.recheckInterval());
            try (KafkaFeeds feeds = new KafkaFeeds(connection, publisher, surface.intakes(), running)) {
                surface.open(new DeadLetters(log), audit(publisher), running::isReady);
                totals = running;
                running.run(() -> feeds.isCaughtUp() && status.ready().isDone());
            }
        }
    }

    /** A reader is not kept waiting for the trail; what could not be written there is logged. */
    private static Consumer<AuditRecorded> audit(EventPublisher publisher) {
        return audited -> {
            var unused = publisher.publish(audited).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.error(
                            "audit record lost project={} user={} action={} errorCode=audit-lost",
                            audited.project(),
                            audited.actor(),
                            audited.action(),
                            failure);
                }
            });
        };
    }

    private BusConnection connection() {
        return BusConnection.configured(
                ServiceName.DLQ, settings.getPropertyNames(), name -> settings.getOptionalValue(name, String.class));
    }
}
