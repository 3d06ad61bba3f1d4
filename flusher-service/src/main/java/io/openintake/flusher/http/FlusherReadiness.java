package io.openintake.flusher.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every mirror has caught up, the group is joined, and what is ours was looked at once. */
@Readiness
@ApplicationScoped
public class FlusherReadiness implements HealthCheck {
    private volatile BooleanSupplier ready = () -> false;

    /** Names who knows. */
    public void follow(BooleanSupplier source) {
        this.ready = source;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("flusher").status(ready.getAsBoolean()).build();
    }
}
