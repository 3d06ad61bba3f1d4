package io.openintake.dlq.http;

import io.openintake.contracts.event.AuditRecorded;
import io.openintake.dlq.app.DeadLetters;
import io.openintake.dlq.app.Intakes;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** What stands behind the HTTP endpoints once the service has caught up; until then they answer 503. */
@ApplicationScoped
public class Surface {
    private static final String TOKENS = "intake.tokens.file";
    private static final String REGIONS = "intake.registry.regions";
    private static final List<String> DEFAULT_REGIONS = List.of("eu01");

    private final Intakes intakes = new Intakes();
    private final Gate gate;
    private volatile @Nullable Open open;

    private record Open(DeadLetters letters, Consumer<AuditRecorded> audit, BooleanSupplier ready) {}

    public Surface(Config settings) {
        this.gate = new Gate(
                settings.getOptionalValue(TOKENS, Path.class),
                Set.copyOf(settings.getOptionalValues(REGIONS, String.class).orElse(DEFAULT_REGIONS)),
                intakes,
                Clock.systemUTC());
    }

    /** Where definitions go. */
    public Intakes intakes() {
        return intakes;
    }

    /** Opens the endpoints, as soon as {@code ready} says so. */
    public void open(DeadLetters letters, Consumer<AuditRecorded> audit, BooleanSupplier ready) {
        this.open = new Open(letters, audit, ready);
    }

    boolean isReady() {
        Open now = open;
        return now != null && now.ready.getAsBoolean();
    }

    Gate gate() {
        return gate;
    }

    DeadLetters letters() {
        return opened().letters;
    }

    Consumer<AuditRecorded> audit() {
        return opened().audit;
    }

    private Open opened() {
        Open now = open;
        if (now == null) {
            throw Problems.unavailable("the service is starting");
        }
        return now;
    }

    /** Ready with the endpoints. */
    @Readiness
    @ApplicationScoped
    public static class SurfaceReadiness implements HealthCheck {
        private final Surface surface;

        public SurfaceReadiness(Surface surface) {
            this.surface = surface;
        }

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("dead-letters")
                    .status(surface.isReady())
                    .build();
        }
    }
}
