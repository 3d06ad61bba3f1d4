package io.openintake.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.openintake.contracts.IntakeId;
import io.openintake.gateway.app.Measures;
import io.openintake.gateway.app.flow.ByteGate;
import io.openintake.gateway.app.flow.Parking;
import io.openintake.gateway.app.session.Sessions;
import io.openintake.gateway.domain.KafkaApi;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.netty.TlsFiles;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

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
    static final String RECEIVED_BYTES = "intake.gateway.received.bytes";
    static final String SENT_BYTES = "intake.gateway.sent.bytes";
    static final String DENIED_REQUESTS = "intake.gateway.denied.requests";
    static final String BACKING_DURATION = "intake.gateway.backing.duration";
    static final String CERTIFICATE_EXPIRY = "intake.gateway.certificate.expiry.timestamp.seconds";

    /** Intakes with meters of their own; what comes beyond is counted together. */
    static final int MAX_INTAKES = 10_000;

    private static final String OTHER = "other";

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final MeterRegistry meters;
    private final Map<KafkaApi, Timer> durations;
    private final Map<KafkaApi, Timer> backingDurations;
    private final Counter receivedBytes;
    private final Counter sentBytes;
    private final Map<IntakeId, Accepted> intakes = new ConcurrentHashMap<>();

    private record Accepted(Counter messages, Counter bytes) {}

    public GatewayMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.durations = timers(REQUEST_DURATION);
        this.backingDurations = timers(BACKING_DURATION);
        this.receivedBytes = meters.counter(RECEIVED_BYTES);
        this.sentBytes = meters.counter(SENT_BYTES);
    }

    /** Watches what is there at present. */
    public void watch(Sessions sessions, Parking parking, ByteGate gate) {
        meters.gauge(CONNECTIONS, sessions, Sessions::count);
        meters.gauge(PARKED_REQUESTS, parking, Parking::parkedCount);
        meters.gauge(HELD_BYTES, gate, ByteGate::heldBytes);
    }

    /** Watches when the certificate ends that new connections get. */
    public void watch(TlsFiles tls) {
        meters.gauge(CERTIFICATE_EXPIRY, tls, files ->
                (double) files.certificate().getNotAfter().toInstant().getEpochSecond());
    }

    /** Removes the meters of intakes that are no more. */
    public void retain(Predicate<IntakeId> exists) {
        intakes.forEach((intake, accepted) -> {
            if (!exists.test(intake) && intakes.remove(intake, accepted)) {
                meters.remove(accepted.messages);
                meters.remove(accepted.bytes);
            }
        });
    }

    @Override
    public void accepted(Principal principal, long records, long wireBytes) {
        Accepted accepted = intakes.get(principal.intake());
        if (accepted == null) {
            accepted = intakes.size() < MAX_INTAKES
                    ? intakes.computeIfAbsent(
                            principal.intake(),
                            intake -> accepted(principal.runner().toString(), intake.toString()))
                    : accepted(OTHER, OTHER);
        }
        accepted.messages.increment((double) records);
        accepted.bytes.increment((double) wireBytes);
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

    @Override
    public void received(long bytes) {
        receivedBytes.increment((double) bytes);
    }

    @Override
    public void sent(long bytes) {
        sentBytes.increment((double) bytes);
    }

    @Override
    public void brokerAnswered(KafkaApi api, Duration took) {
        Timer timer = backingDurations.get(api);
        if (timer != null) {
            timer.record(took);
        }
    }

    @Override
    public void denied(String reason) {
        meters.counter(DENIED_REQUESTS, "reason", reason).increment();
    }

    private Accepted accepted(String runner, String intake) {
        return new Accepted(
                meters.counter(ACCEPTED_MESSAGES, "runner", runner, "intake", intake),
                meters.counter(ACCEPTED_BYTES, "runner", runner, "intake", intake));
    }

    private Map<KafkaApi, Timer> timers(String name) {
        Map<KafkaApi, Timer> timers = new EnumMap<>(KafkaApi.class);
        for (KafkaApi api : KafkaApi.values()) {
            timers.put(
                    api,
                    Timer.builder(name)
                            .tag("api", api.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(
                                    Duration.ofMillis(1),
                                    Duration.ofMillis(10),
                                    Duration.ofMillis(100),
                                    Duration.ofMillis(500),
                                    Duration.ofSeconds(5))
                            .register(meters));
        }
        return timers;
    }
}
