package io.openintake.flusher.kafka;

import io.openintake.contracts.flush.SlotNumber;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * What the poll thread last saw: group metadata and the epoch of each slot, which belong together and are only used
 * together.
 *
 * @param metadata empty before the group was joined
 * @param epochs of the slots that are ours
 * @param polls how many polls have returned
 * @param heartbeatNanos when the coordinator was last seen to answer, by {@link System#nanoTime()}
 */
record GroupView(
        Optional<ConsumerGroupMetadata> metadata, Map<SlotNumber, Long> epochs, long polls, long heartbeatNanos) {
    GroupView {
        epochs = Map.copyOf(epochs);
        boolean joined = metadata.map(known -> known.generationId() >= 0).orElse(false);
        if (!joined && !epochs.isEmpty()) {
            // the broker accepts offsets of such a generation while the group is empty
            throw new IllegalStateException("slots without a generation");
        }
    }

    boolean holds(SlotNumber slot, long epoch) {
        Long known = epochs.get(slot);
        return known != null && known == epoch;
    }

    boolean isAnotherMembership(ConsumerGroupMetadata other) {
        return metadata.map(known -> known.generationId() != other.generationId()
                        || !known.memberId().equals(other.memberId()))
                .orElse(false);
    }
}
