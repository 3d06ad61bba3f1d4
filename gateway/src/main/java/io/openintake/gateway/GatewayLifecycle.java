package io.openintake.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.openintake.bus.BusConnection;
import io.openintake.contracts.ServiceName;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Starts and stops the gateway with the application. */
@ApplicationScoped
public class GatewayLifecycle {

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
        return BusConnection.configured(
                ServiceName.GATEWAY, all.getPropertyNames(), name -> all.getOptionalValue(name, String.class));
    }
}
