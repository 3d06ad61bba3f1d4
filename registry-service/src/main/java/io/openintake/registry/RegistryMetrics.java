package io.openintake.registry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.openintake.registry.app.outbox.OutboxGauge;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Every meter name of registry-service, once. */
@Singleton
public final class RegistryMetrics implements OutboxGauge {
    /** Age of the oldest change that the other services were not told of; 0 when there is none. */
    public static final String OUTBOX_LAG_SECONDS = "intake_outbox_lag_seconds";

    /** Changes that the other services were told of. */
    public static final String OUTBOX_PUBLISHED = "intake_outbox_published";

    private volatile Optional<Instant> oldest = Optional.empty();
    private final Counter published;

    RegistryMetrics(MeterRegistry registry, Clock clock) {
        Gauge.builder(OUTBOX_LAG_SECONDS, () -> lagSeconds(clock)).register(registry);
        this.published = registry.counter(OUTBOX_PUBLISHED);
    }

    @Override
    public void oldestUnpublished(Optional<Instant> stored) {
        oldest = stored;
    }

    @Override
    public void published(int count) {
        published.increment(count);
    }

    private double lagSeconds(Clock clock) {
        return oldest.map(stored -> Duration.between(stored, clock.instant()).toMillis() / 1_000.0)
                .map(lag -> Math.max(0, lag))
                .orElse(0.0);
    }
}
