package io.openintake.dlq;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Every meter of dlq-service, by its name. */
@ApplicationScoped
public class DlqMetrics {
    static final String READING = "intake.dlq.reading";
    static final String LETTERS_SHOWN = "intake.dlq.letters.shown";
    static final String REFUSALS = "intake.dlq.refusals";

    private final Timer reading;
    private final Counter shown;
    private final Counter refusals;

    public DlqMetrics(MeterRegistry registry) {
        this.reading = registry.timer(READING);
        this.shown = registry.counter(LETTERS_SHOWN);
        this.refusals = registry.counter(REFUSALS);
    }

    /** Times a reading of a dead letter topic. */
    public <T> T timed(Supplier<T> work) {
        return reading.record(work);
    }

    /** Payloads went out. */
    public void shown(int letters) {
        shown.increment(letters);
    }

    /** Somebody asked for what is not theirs. */
    public void refused() {
        refusals.increment();
    }
}
