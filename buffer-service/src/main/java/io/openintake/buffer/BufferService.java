package io.openintake.buffer;

import io.openintake.buffer.app.BufferLoop;
import io.openintake.buffer.http.BufferReadiness;
import io.openintake.bus.BusConnection;
import io.openintake.contracts.ServiceName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Starts and stops the buffer with the application, from its settings. */
@ApplicationScoped
public class BufferService {

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
        return BusConnection.configured(
                ServiceName.BUFFER, settings.getPropertyNames(), name -> settings.getOptionalValue(name, String.class));
    }
}
