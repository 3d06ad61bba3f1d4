package io.openintake.registry.domain.status;

/**
 * What the log itself says about a partition of an intake topic.
 *
 * @param start the first offset that is still there
 * @param end one past the last
 */
public record PartitionOffsets(int partition, long start, long end) {}
