package io.openintake.buffer.http;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when everything said before the start is known and every end offset was read once. */
@Readiness
@ApplicationScoped
public class BufferReadiness implements HealthCheck {
    private volatile BooleanSupplier ready = () -> false;

    /** Names who knows. */
    public void follow(BooleanSupplier source) {
        this.ready = source;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("buffer").status(ready.getAsBoolean()).build();
    }
}
