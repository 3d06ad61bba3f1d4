package io.openintake.flusher.domain;

import io.openintake.contracts.flush.TableProperty;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the protocol looks at in a table's metadata.
 *
 * @param formatVersion Iceberg's; below 2 is refused
 * @param schemaId of the current schema
 * @param lastSequence last sequence number of the table
 * @param main the snapshot that the branch points to; empty for a table without one
 * @param listed every snapshot that the metadata still lists
 * @param property ours; empty when it is absent or was edited into something unreadable
 */
public record TableView(
        String uuid,
        int formatVersion,
        int schemaId,
        long lastSequence,
        Optional<Snapshot> main,
        List<Snapshot> listed,
        Optional<TableProperty> property) {
    public TableView {
        listed = List.copyOf(listed);
    }

    /**
     * @param parent 0 for a root
     * @param commit the commit id of this intake in the summary; empty when it is not ours
     * @param ends the positions after that commit, as its summary names them; empty when it names none
     */
    public record Snapshot(
            long id, long parent, long sequence, Optional<String> commit, SortedMap<Integer, Long> ends) {
        public Snapshot {
            ends = new TreeMap<>(ends);
        }

        /** A snapshot that names no positions. */
        public Snapshot(long id, long parent, long sequence, Optional<String> commit) {
            this(id, parent, sequence, commit, new TreeMap<>());
        }
    }

    /** The head in the property; empty text when there is none. */
    public String head() {
        return property.map(TableProperty::head).orElse("");
    }

    /** Whether the table has the commit: by the property, or by a listed snapshot's summary. */
    public boolean records(String commit) {
        return property.map(known -> known.records(commit)).orElse(false)
                || listed.stream()
                        .anyMatch(snapshot ->
                                snapshot.commit().filter(commit::equals).isPresent());
    }
}
