package io.openintake.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.openintake.bus.BusConnection;
import io.openintake.contracts.ServiceName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Starts and stops the gateway with the application. */
@ApplicationScoped
public class GatewayLifecycle {
    private static final int DEFAULT_REPLICATION = 3;

    private final GatewayConfig config;
    private final Config all;
    private final MeterRegistry meters;
    private volatile @Nullable Gateway gateway;

    GatewayLifecycle(GatewayConfig config, Config all, MeterRegistry meters) {
        this.config = config;
        this.all = all;
        this.meters = meters;
    }

    /** Whether clients are served. */
    public boolean isReady() {
        Gateway running = gateway;
        return running != null && running.isReady();
    }

    void start(@Observes StartupEvent event) {
        Gateway started = new Gateway(SettingsReader.read(config), connection(), new GatewayMetrics(meters));
        gateway = started;
        started.start();
    }

    void stop(@Observes ShutdownEvent event) {
        Gateway running = gateway;
        if (running != null) {
            running.close();
        }
    }

    private BusConnection connection() {
        Map<String, String> settings = new HashMap<>();
        for (String name : all.getPropertyNames()) {
            if (name.startsWith("kafka.")) {
                all.getOptionalValue(name, String.class).ifPresent(value -> settings.put(name, value));
            }
        }
        int replication = all.getOptionalValue("intake.bus.replication-factor", Integer.class)
                .orElse(DEFAULT_REPLICATION);
        return BusConnection.of(ServiceName.GATEWAY, settings, replication);
    }
}
