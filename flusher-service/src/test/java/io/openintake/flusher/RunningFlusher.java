package io.openintake.flusher;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openintake.flusher.app.convert.RowConversion;
import io.openintake.flusher.iceberg.Destinations;
import io.openintake.flusher.iceberg.IcebergTables;
import io.openintake.flusher.json.StrictJson;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A whole flusher in this JVM, with everything real. */
final class RunningFlusher implements AutoCloseable {
    private final FlusherRuntime runtime;

    private final AtomicBoolean fenced;

    private RunningFlusher(FlusherRuntime runtime, AtomicBoolean fenced) {
        this.runtime = runtime;
        this.fenced = fenced;
    }

    static RunningFlusher start(FlusherBench bench, TestSettings settings, Consumer<String> failpoints)
            throws InterruptedException {
        AtomicBoolean fenced = new AtomicBoolean();
        FlusherRuntime runtime = new FlusherRuntime(
                settings,
                new FlusherRuntime.Parts(
                        bench.connection,
                        Optional.empty(),
                        new IcebergTables(new Destinations(Set.of("*")), Duration.ofSeconds(10), Clock.systemUTC()),
                        () -> new RowConversion(new StrictJson()),
                        new FlusherMetrics(new SimpleMeterRegistry()),
                        failpoints,
                        () -> fenced.set(true)));
        runtime.start();
        return new RunningFlusher(runtime, fenced);
    }

    boolean isReady() {
        return runtime.isReady();
    }

    boolean isFenced() {
        return fenced.get();
    }

    boolean isStopping() {
        return runtime.isStopping();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
