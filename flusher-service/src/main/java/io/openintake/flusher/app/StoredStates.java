package io.openintake.flusher.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.SlotNumber;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Port: reading slots from the log. */
public interface StoredStates {
    /**
     * The newest state of every intake in these slots, past everything that an earlier owner can have written: an open
     * transaction is waited for.
     *
     * @throws RuntimeException when the log cannot be read in time
     */
    Map<SlotNumber, Slot> read(Collection<SlotNumber> slots);

    /**
     * A slot's content.
     *
     * @param unreadable intakes whose state this version cannot read: they must not be flushed
     */
    record Slot(Map<IntakeId, FlushState> states, Set<IntakeId> unreadable) {
        public Slot {
            states = Map.copyOf(states);
            unreadable = Set.copyOf(unreadable);
        }
    }
}
