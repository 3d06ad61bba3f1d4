package io.openintake.registry;

import io.openintake.registry.kafka.KafkaBus;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the mirrors know what stood in their topics at the start: before that, states would be guessed. */
@Readiness
@Singleton
final class BusReadiness implements HealthCheck {
    private final KafkaBus bus;

    BusReadiness(KafkaBus bus) {
        this.bus = bus;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("mirrors").status(bus.isReady()).build();
    }
}
