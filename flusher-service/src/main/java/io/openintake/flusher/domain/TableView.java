package io.openintake.flusher.domain;

import io.openintake.contracts.flush.TableProperty;
import java.util.List;
import java.util.Optional;

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
     */
    public record Snapshot(long id, long parent, long sequence, Optional<String> commit) {}

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
