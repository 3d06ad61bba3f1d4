package io.openintake.buffer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.openintake.buffer.app.Meters;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.UsageReported;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/** Every meter of buffer-service, by its name. */
@ApplicationScoped
public class BufferMetrics implements Meters {
    static final String USAGE_BYTES = "intake.buffer.usage.bytes";
    static final String USAGE_MESSAGES = "intake.buffer.usage.messages";
    static final String BOUNDARY_BYTES = "intake.buffer.boundary.bytes";
    static final String BLOCKED = "intake.buffer.blocked";
    static final String SWEEP = "intake.buffer.sweep";
    static final String DELETIONS = "intake.buffer.deletions";
    static final String FAILED_INTAKES = "intake.buffer.failed.intakes";
    static final String INPUTS_WAITING = "intake.buffer.inputs.waiting";
    private static final String RUNNER = "runner";

    private final MeterRegistry registry;
    private final Timer sweep;
    private final Counter deletions;
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<RunnerId, UsageReported> usage = new ConcurrentHashMap<>();
    private final Map<RunnerId, List<Meter>> gauges = new ConcurrentHashMap<>();

    public BufferMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.sweep = registry.timer(SWEEP);
        this.deletions = registry.counter(DELETIONS);
        registry.gauge(FAILED_INTAKES, failed);
        registry.gauge(INPUTS_WAITING, waiting);
    }

    @Override
    public void usage(UsageReported report) {
        usage.put(report.runner(), report);
        gauges.computeIfAbsent(
                report.runner(),
                runner -> List.of(
                        gauge(USAGE_BYTES, runner, UsageReported::bytes),
                        gauge(USAGE_MESSAGES, runner, UsageReported::messages),
                        gauge(BOUNDARY_BYTES, runner, UsageReported::boundaryBytes),
                        gauge(BLOCKED, runner, last -> last.state() == UsageReported.State.BLOCKED ? 1 : 0)));
    }

    @Override
    public void forget(RunnerId runner) {
        usage.remove(runner);
        List<Meter> gone = gauges.remove(runner);
        if (gone != null) {
            gone.forEach(registry::remove);
        }
    }

    @Override
    public void swept(Duration took) {
        sweep.record(took);
    }

    @Override
    public void deleted() {
        deletions.increment();
    }

    @Override
    public void failedIntakes(int intakes) {
        failed.set(intakes);
    }

    @Override
    public void waiting(int inputs) {
        waiting.set(inputs);
    }

    private Meter gauge(String name, RunnerId runner, ToDoubleFunction<UsageReported> value) {
        return Gauge.builder(name, usage, all -> {
                    UsageReported last = all.get(runner);
                    return last == null ? Double.NaN : value.applyAsDouble(last);
                })
                .tags(Tags.of(RUNNER, runner.toString()))
                .register(registry);
    }
}
