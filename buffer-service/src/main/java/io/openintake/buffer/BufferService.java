package io.openintake.buffer;

import io.openintake.buffer.app.BufferLoop;
import io.openintake.buffer.http.BufferReadiness;
import io.openintake.bus.BusConnection;
import io.openintake.contracts.ServiceName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Starts and stops the buffer with the application, from its settings. */
@ApplicationScoped
public class BufferService {
    private static final String BOOTSTRAP = "kafka.bootstrap.servers";
    private static final String REPLICATION_FACTOR = "intake.bus.replication-factor";
    private static final int DEFAULT_REPLICATION_FACTOR = 3;

    private final Config settings;
    private final BufferConfig config;
    private final BufferMetrics metrics;
    private final BufferReadiness readiness;
    private @Nullable RunningBuffer buffer;

    public BufferService(
            Config settings, BufferConfig config, BufferMetrics metrics, @Readiness BufferReadiness readiness) {
        this.settings = settings;
        this.config = config;
        this.metrics = metrics;
        this.readiness = readiness;
    }

    void start(@Observes StartupEvent event) {
        BusConnection connection = connection();
        BufferLoop.Settings loopSettings = new BufferLoop.Settings(
                connection.replicationFactor(),
                config.deadLetterRetention(),
                config.sweepInterval(),
                config.verifyInterval(),
                config.deletionGrace());
        RunningBuffer started = RunningBuffer.start(connection, loopSettings, metrics);
        buffer = started;
        readiness.follow(started::isReady);
    }

    void stop(@Observes ShutdownEvent event) {
        if (buffer != null) {
            buffer.close();
        }
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
