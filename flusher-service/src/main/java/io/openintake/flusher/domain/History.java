package io.openintake.flusher.domain;

import io.openintake.contracts.event.TableReported.Kind;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.TableHead;
import io.openintake.flusher.domain.TableView.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Questions to a table's snapshots: who descends from whom, and what somebody did to the table behind our back. */
final class History {
    private final TableView view;
    private final Map<Long, Snapshot> byId;

    History(TableView view) {
        this.view = view;
        this.byId = view.listed().stream().collect(Collectors.toMap(Snapshot::id, Function.identity(), (a, b) -> a));
    }

    /** Whether main is the snapshot or certainly descends from it. */
    boolean mainDescendsFrom(long snapshot) {
        Optional<Snapshot> current = view.main();
        Set<Long> seen = new HashSet<>();
        while (current.isPresent() && seen.add(current.get().id())) {
            if (current.get().id() == snapshot) {
                return true;
            }
            current = parent(current.get());
        }
        return false;
    }

    /**
     * Whether every sequence number above the base is listed, so that an unlisted commit cannot hide there. The numbers
     * can be taken back: a first append that arrives late, on a table that was replaced meanwhile, has no parent and is
     * not checked. Only while main descends from the head's own snapshot do they tell anything (ADR 0022).
     */
    boolean listsAllSince(String head, long base) {
        return of(head).filter(snapshot -> mainDescendsFrom(snapshot.id())).isPresent() && listsAllAbove(base);
    }

    private boolean listsAllAbove(long base) {
        Set<Long> sequences = view.listed().stream().map(Snapshot::sequence).collect(Collectors.toSet());
        for (long sequence = base + 1; sequence <= view.lastSequence(); sequence++) {
            if (!sequences.contains(sequence)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a snapshot of ours other than the commit came after the base. */
    boolean hasOtherOfOursAbove(long base, String commit) {
        return view.listed().stream()
                .filter(snapshot -> snapshot.sequence() > base)
                .anyMatch(snapshot ->
                        snapshot.commit().filter(found -> !found.equals(commit)).isPresent());
    }

    /** The snapshot that the commit made, if it is still listed. */
    Optional<Snapshot> of(String commit) {
        return view.listed().stream()
                .filter(snapshot -> snapshot.commit().filter(commit::equals).isPresent())
                .findFirst();
    }

    /**
     * What somebody did to the table since our last commit.
     *
     * @param at the positions after that commit
     */
    List<Note> notesSince(TableHead last, SortedMap<Integer, Long> at) {
        String all = OffsetRange.text(OffsetRange.between(new TreeMap<>(), at));
        if (!last.uuid().equals(view.uuid())) {
            return List.of(new Note(
                    Kind.TABLE_RECREATED,
                    "another table stands in its place; the old one had commit " + last.head() + " and the rows of "
                            + all));
        }
        List<Note> notes = new ArrayList<>();
        if (view.property().isEmpty()) {
            notes.add(new Note(
                    Kind.PROPERTY_LOST,
                    "our property is gone from the table; it named commit " + last.head() + ", delivered are " + all));
        } else if (!view.records(last.head())) {
            notes.add(new Note(
                    Kind.TABLE_REPLACED,
                    "the table does not know commit " + last.head() + " and may lack the rows of " + all));
        }
        rewoundTo(last)
                .ifPresent(kept -> notes.add(new Note(
                        Kind.TABLE_REWOUND,
                        "commit " + last.head() + " is no longer in the table's history; it may lack the rows of "
                                + OffsetRange.text(OffsetRange.between(kept, at)))));
        return notes;
    }

    /**
     * The positions that main still has, if somebody took it back behind our last commit; empty when nobody did or when
     * it cannot be told: an expired parent tells nothing.
     */
    private Optional<SortedMap<Integer, Long>> rewoundTo(TableHead last) {
        Optional<Snapshot> current = view.main();
        Set<Long> seen = new HashSet<>();
        while (current.isPresent() && seen.add(current.get().id())) {
            Snapshot snapshot = current.get();
            if (snapshot.id() == last.snapshot()) {
                return Optional.empty();
            }
            if (snapshot.sequence() < last.sequence() || snapshot.parent() == 0) {
                return Optional.of(newestEndsFrom(snapshot));
            }
            current = parent(snapshot);
        }
        return Optional.empty();
    }

    private SortedMap<Integer, Long> newestEndsFrom(Snapshot first) {
        Optional<Snapshot> current = Optional.of(first);
        Set<Long> seen = new HashSet<>();
        while (current.isPresent() && seen.add(current.get().id())) {
            if (!current.get().ends().isEmpty()) {
                return current.get().ends();
            }
            current = parent(current.get());
        }
        return new TreeMap<>();
    }

    private Optional<Snapshot> parent(Snapshot snapshot) {
        return Optional.ofNullable(byId.get(snapshot.parent()));
    }
}
