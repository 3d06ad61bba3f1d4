package io.openintake.gateway.http;

import io.openintake.gateway.GatewayLifecycle;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the mirrors have caught up and the listeners are open. */
@Readiness
@ApplicationScoped
public class ListeningCheck implements HealthCheck {
    private final GatewayLifecycle gateway;

    ListeningCheck(GatewayLifecycle gateway) {
        this.gateway = gateway;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("listening").status(gateway.isReady()).build();
    }
}
