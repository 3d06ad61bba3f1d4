package io.openintake.flusher.app.loop;

import io.openintake.flusher.domain.FlushLimits;
import io.openintake.flusher.domain.Schedule;
import java.time.Duration;

/**
 * How the loop runs.
 *
 * @param sweepInterval between two looks at all intakes' ends
 * @param retryFirst after a failure of catalog or storage
 * @param retryLongest between two tries, however often it failed
 * @param workers that flush at the same time
 * @param catalogCommits flushes that may work on one catalog at the same time
 */
public record LoopSettings(
        Duration sweepInterval,
        Schedule.Triggers triggers,
        FlushLimits limits,
        Duration retryFirst,
        Duration retryLongest,
        int workers,
        int catalogCommits) {}
