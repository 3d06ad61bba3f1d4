package io.openintake.flusher.app;

import io.openintake.contracts.flush.SlotNumber;

/**
 * A time of owning a slot without a break.
 *
 * @param epoch another number after every loss of the slot
 */
public record Tenure(SlotNumber slot, long epoch) {}
