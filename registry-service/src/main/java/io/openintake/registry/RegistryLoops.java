package io.openintake.registry;

import io.openintake.registry.app.Removals;
import io.openintake.registry.app.outbox.OutboxPublisher;
import io.openintake.registry.files.TokenFile;
import io.openintake.registry.kafka.KafkaBus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Starts and stops what runs beside the requests: mirrors, outbox publisher, removal, reading of tokens. */
@Singleton
final class RegistryLoops {
    private static final Duration TOKEN_REFRESH = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaBus bus;
    private final OutboxPublisher publisher;
    private final Thread publishing;
    private final Removals removals;
    private final TokenFile tokens;
    private final Duration removalInterval;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("registry-timer").factory());

    RegistryLoops(KafkaBus bus, OutboxPublisher publisher, Removals removals, TokenFile tokens, RegistryConfig config) {
        this.bus = bus;
        this.publisher = publisher;
        this.publishing = Thread.ofPlatform().daemon().name("outbox-publisher").unstarted(publisher);
        this.removals = removals;
        this.tokens = tokens;
        this.removalInterval = config.removalInterval();
    }

    void start(@Observes StartupEvent started) {
        bus.start();
        publishing.start();
        repeat(tokens::refresh, TOKEN_REFRESH);
        repeat(removals, removalInterval);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        timer.shutdownNow();
        publisher.stop();
        publishing.interrupt();
        publishing.join(STOP_TIMEOUT);
    }

    private void repeat(Runnable pass, Duration interval) {
        var unused =
                timer.scheduleWithFixedDelay(pass, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }
}
