package io.openintake.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.openintake.gateway.app.Measures;
import io.openintake.gateway.app.flow.ByteGate;
import io.openintake.gateway.app.flow.Parking;
import io.openintake.gateway.app.session.Sessions;
import io.openintake.gateway.domain.KafkaApi;
import io.openintake.gateway.domain.Principal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Every meter of the gateway. */
public final class GatewayMetrics implements Measures {
    static final String ACCEPTED_MESSAGES = "intake.accepted.messages";
    static final String ACCEPTED_BYTES = "intake.accepted.bytes";
    static final String REJECTED_MESSAGES = "intake.rejected.messages";
    static final String CONNECTIONS = "intake.gateway.connections";
    static final String CLOSED_CONNECTIONS = "intake.gateway.closed.connections";
    static final String REQUEST_DURATION = "intake.gateway.request.duration";
    static final String THROTTLE_SECONDS = "intake.gateway.throttle.seconds";
    static final String PARKED_REQUESTS = "intake.gateway.parked.requests";
    static final String HELD_BYTES = "intake.gateway.held.bytes";
    static final String AUTH_FAILURES = "intake.gateway.auth.failures";

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final MeterRegistry meters;
    private final Map<KafkaApi, Timer> durations = new EnumMap<>(KafkaApi.class);

    public GatewayMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (KafkaApi api : KafkaApi.values()) {
            durations.put(
                    api,
                    Timer.builder(REQUEST_DURATION)
                            .tag("api", api.name().toLowerCase(java.util.Locale.ROOT))
                            .serviceLevelObjectives(
                                    Duration.ofMillis(1),
                                    Duration.ofMillis(10),
                                    Duration.ofMillis(100),
                                    Duration.ofMillis(500),
                                    Duration.ofSeconds(5))
                            .register(meters));
        }
    }

    /** Watches what is there at present. */
    public void watch(Sessions sessions, Parking parking, ByteGate gate) {
        meters.gauge(CONNECTIONS, sessions, Sessions::count);
        meters.gauge(PARKED_REQUESTS, parking, Parking::parkedCount);
        meters.gauge(HELD_BYTES, gate, ByteGate::heldBytes);
    }

    @Override
    public void accepted(Principal principal, long records, long wireBytes) {
        String runner = principal.runner().toString();
        String intake = principal.intake().toString();
        meters.counter(ACCEPTED_MESSAGES, "runner", runner, "intake", intake).increment((double) records);
        meters.counter(ACCEPTED_BYTES, "runner", runner, "intake", intake).increment((double) wireBytes);
    }

    @Override
    public void rejected(String reason, long records) {
        meters.counter(REJECTED_MESSAGES, "reason", reason).increment((double) records);
    }

    @Override
    public void answered(KafkaApi api, Duration took) {
        Timer timer = durations.get(api);
        if (timer != null) {
            timer.record(took);
        }
    }

    @Override
    public void held(Duration time) {
        meters.counter(THROTTLE_SECONDS).increment(time.toNanos() / NANOS_PER_SECOND);
    }

    @Override
    public void loginFailed(String mechanism) {
        meters.counter(AUTH_FAILURES, "mechanism", mechanism).increment();
    }

    @Override
    public void closed(String reason) {
        meters.counter(CLOSED_CONNECTIONS, "reason", reason).increment();
    }
}
