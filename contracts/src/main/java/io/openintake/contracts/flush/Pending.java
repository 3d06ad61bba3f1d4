package io.openintake.contracts.flush;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The intent: what is about to be committed to the table.
 *
 * @param commit the commit id, a UUID
 * @param target {@link io.openintake.contracts.TableTarget#hash()}
 * @param uuid the table's UUID
 * @param head the head it builds on; empty text when the table had none
 * @param base last sequence number of the table when it was planned
 * @param to per partition: where the batch ends and what its offsets become
 */
public record Pending(
        String commit, String target, String uuid, String head, long base, SortedMap<Integer, Planned> to) {
    public Pending {
        to = new TreeMap<>(to);
    }

    /**
     * One partition's part of the batch.
     *
     * @param to one past the batch's last offset
     * @param rows offsets that become rows
     * @param skipped offsets dropped by policy
     * @param other offsets that are no records
     * @param dead offsets that become dead letters, by reason code
     */
    public record Planned(long to, long rows, long skipped, long other, SortedMap<String, OffsetSet> dead) {
        public Planned {
            dead = new TreeMap<>(dead);
        }

        /** How many offsets become dead letters. */
        public long deadCount() {
            return dead.values().stream().mapToLong(OffsetSet::size).sum();
        }
    }
}
