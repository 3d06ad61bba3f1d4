package io.openintake.flusher.app.loop;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.SlotNumber;
import io.openintake.flusher.app.StoredStates;
import io.openintake.flusher.app.Tenure;
import io.openintake.flusher.domain.suspect.Caution;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of the slots that are ours, read from the log when a slot is gained and when a transaction's outcome is
 * unknown, and kept up with what we record ourselves.
 */
final class OwnedStates {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedStates.class);

    private final StoredStates stored;
    private final Map<SlotNumber, Held> held = new ConcurrentHashMap<>();
    private final Set<SlotNumber> doubtful = ConcurrentHashMap.newKeySet();

    OwnedStates(StoredStates stored) {
        this.stored = stored;
    }

    /**
     * @param proven intakes of which a batch was delivered in this tenure
     */
    private record Held(
            Tenure tenure, Map<IntakeId, FlushState> states, Set<IntakeId> unreadable, Set<IntakeId> proven) {}

    /** Reads what was gained and what is in doubt, drops what was lost. Blocks as long as reading takes. */
    void follow(Collection<Tenure> tenures) {
        held.values().removeIf(one -> !tenures.contains(one.tenure()));
        List<Tenure> wanted = new ArrayList<>();
        for (Tenure tenure : tenures) {
            if (!held.containsKey(tenure.slot()) || doubtful.contains(tenure.slot())) {
                wanted.add(tenure);
            }
        }
        if (!wanted.isEmpty()) {
            load(wanted);
        }
    }

    private void load(List<Tenure> wanted) {
        long begun = System.nanoTime();
        List<SlotNumber> slots = wanted.stream().map(Tenure::slot).toList();
        // taken out before reading: a doubt that arises while we read must be read again
        doubtful.removeAll(slots);
        Map<SlotNumber, StoredStates.Slot> found;
        try {
            found = stored.read(slots);
        } catch (RuntimeException unreadable) {
            doubtful.addAll(slots.stream().filter(held::containsKey).toList());
            throw unreadable;
        }
        int intakes = 0;
        for (Tenure tenure : wanted) {
            StoredStates.Slot slot = found.get(tenure.slot());
            if (slot != null) {
                held.compute(tenure.slot(), (any, before) -> merged(tenure, slot, before));
                intakes += slot.states().size();
            } else if (held.containsKey(tenure.slot())) {
                doubtful.add(tenure.slot());
            }
        }
        LOG.info(
                "slots read slots={} intakes={} ms={}", slots.size(), intakes, (System.nanoTime() - begun) / 1_000_000);
    }

    /** What we recorded while the slot was read again is newer than what was read. */
    private static Held merged(Tenure tenure, StoredStates.Slot slot, @org.jspecify.annotations.Nullable Held before) {
        Map<IntakeId, FlushState> states = new ConcurrentHashMap<>(slot.states());
        if (before != null && before.tenure().equals(tenure)) {
            before.states()
                    .forEach((intake, known) ->
                            states.merge(intake, known, (read, ours) -> ours.version() > read.version() ? ours : read));
        }
        Set<IntakeId> proven = ConcurrentHashMap.newKeySet();
        if (before != null && before.tenure().equals(tenure)) {
            proven.addAll(before.proven());
        }
        return new Held(tenure, states, slot.unreadable(), proven);
    }

    /** Where the intake stands if its slot is ours and read. */
    Optional<Standing> standing(IntakeId intake) {
        SlotNumber slot = SlotNumber.of(intake);
        Held mine = held.get(slot);
        if (mine == null || doubtful.contains(slot)) {
            return Optional.empty();
        }
        return Optional.of(new Standing(
                mine.tenure(),
                Optional.ofNullable(mine.states().get(intake)),
                mine.unreadable().contains(intake),
                mine.proven().contains(intake) ? Caution.PLAIN : Caution.CAREFUL));
    }

    /**
     * @param state empty when nothing was ever recorded
     * @param unreadable a newer version wrote it
     * @param caution whether an earlier owner may have been ended by what comes next
     */
    record Standing(Tenure tenure, Optional<FlushState> state, boolean unreadable, Caution caution) {}

    /** All intakes that have a state here. */
    Collection<IntakeId> intakes() {
        return held.values().stream()
                .flatMap(slot -> slot.states().keySet().stream())
                .toList();
    }

    void recorded(Tenure tenure, IntakeId intake, FlushState state) {
        Held mine = held.get(tenure.slot());
        if (mine != null && mine.tenure().equals(tenure)) {
            mine.states().merge(intake, state, (known, news) -> news.version() >= known.version() ? news : known);
        }
    }

    /** A batch of the intake went through. */
    void proven(Tenure tenure, IntakeId intake) {
        Held mine = held.get(tenure.slot());
        if (mine != null && mine.tenure().equals(tenure)) {
            mine.proven().add(intake);
        }
    }

    void forgotten(Tenure tenure, IntakeId intake) {
        Held mine = held.get(tenure.slot());
        if (mine != null && mine.tenure().equals(tenure)) {
            mine.states().remove(intake);
        }
    }

    /** Only the log knows: the slot is read again before anything else happens to its intakes. */
    void doubted(SlotNumber slot) {
        doubtful.add(slot);
    }

    int slots() {
        return held.size();
    }
}
