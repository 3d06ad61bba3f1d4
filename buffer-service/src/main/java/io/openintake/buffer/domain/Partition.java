package io.openintake.buffer.domain;

import io.openintake.contracts.IntakeId;

/** One partition of an intake topic. */
public record Partition(IntakeId intake, int number) {}
