package io.openintake.flusher.app.flush;

import io.openintake.flusher.app.BatchConversion;
import io.openintake.flusher.app.Meters;
import io.openintake.flusher.app.Ownership;
import io.openintake.flusher.app.SourceTopic;
import io.openintake.flusher.app.StateLog;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one worker works with.
 *
 * @param conversions one for each flush
 * @param failpoints told where the work stands; does nothing in production
 * @param stopping whether the service stops: a flush is then dropped at its next step
 */
public record Workbench(
        Ownership ownership,
        StateLog log,
        SourceTopic source,
        TableConnections connections,
        Supplier<BatchConversion> conversions,
        Meters meters,
        Clock clock,
        Consumer<String> failpoints,
        BooleanSupplier stopping) {}
