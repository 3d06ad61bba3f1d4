package io.openintake.flusher.kafka;

import java.time.Duration;

/**
 * How much a batch takes; a batch may exceed a limit by what one fetch brings.
 *
 * @param bytes of keys and values
 * @param bufferBytes up to which a batch is kept in memory; a larger one is read again from the topic for each pass
 * @param patience without any progress
 */
public record ReadLimits(long rows, long bytes, long bufferBytes, Duration patience) {}
