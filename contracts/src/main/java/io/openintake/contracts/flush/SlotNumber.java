package io.openintake.contracts.flush;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;

/**
 * The partition of {@code openintake.flush} that holds an intake's state, and by which it is owned. Fixed for an
 * installation: every record names its partition explicitly, no client's partitioner decides it.
 */
public record SlotNumber(int value) implements Comparable<SlotNumber> {
    public SlotNumber {
        if (value < 0 || value >= InternalTopic.FLUSH.partitions()) {
            throw new IllegalArgumentException("no such slot: " + value);
        }
    }

    /** The intake's slot: its 128 bits folded by exclusive or to 32, modulo the number of slots. */
    public static SlotNumber of(IntakeId intake) {
        long folded = intake.value().getMostSignificantBits() ^ intake.value().getLeastSignificantBits();
        int hash = (int) (folded ^ (folded >>> 32));
        return new SlotNumber(Math.floorMod(hash, InternalTopic.FLUSH.partitions()));
    }

    @Override
    public int compareTo(SlotNumber other) {
        return Integer.compare(value, other.value);
    }
}
