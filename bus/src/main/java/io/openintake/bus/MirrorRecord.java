package io.openintake.bus;

import org.jspecify.annotations.Nullable;

/**
 * A record of a mirrored topic, as it lies there.
 *
 * @param version from the header; 0 when there is none
 * @param value null for a tombstone
 */
public record MirrorRecord(
        String topic, int partition, long offset, String key, long version, byte @Nullable [] value) {}
