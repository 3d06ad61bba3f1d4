package io.openintake.simulation.table;

import io.openintake.contracts.flush.TableProperty;
import io.openintake.flusher.domain.TableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One version of a table's metadata.
 *
 * @param main 0 for a table without a main branch
 * @param listed every snapshot that the metadata lists
 */
public record Metadata(TableView view, long main, List<Snap> listed, boolean rowsTakenAway, Optional<Content> content) {
    /** A table that was just created. */
    static Metadata fresh(String uuid) {
        return of(uuid, 0, 0, 0, List.of(), Optional.empty(), false);
    }

    static Metadata of(
            String uuid,
            int schema,
            long lastSequence,
            long main,
            List<Snap> listed,
            Optional<TableProperty> property,
            boolean rowsTakenAway) {
        List<TableView.Snapshot> views = new ArrayList<>(listed.size());
        Optional<Snap> current = Optional.empty();
        for (Snap snap : listed) {
            views.add(snap.view());
            if (snap.id() == main) {
                current = Optional.of(snap);
            }
        }
        TableView view = new TableView(uuid, 2, schema, lastSequence, current.map(Snap::view), views, property);
        return new Metadata(view, main, listed, rowsTakenAway, current.flatMap(Snap::content));
    }

    public Optional<TableProperty> property() {
        return view.property();
    }

    /** Whether anything in the metadata names the commit, as somebody sees it who looks without the machine. */
    public boolean shows(String commit) {
        return names(commit)
                || listed.stream().anyMatch(snap -> snap.view().commit().equals(Optional.of(commit)));
    }

    /** Whether the property has the commit as its head or among the earlier ones. */
    public boolean names(String commit) {
        return property()
                .filter(known -> known.head().equals(commit) || known.before().contains(commit))
                .isPresent();
    }

    boolean lists(long snapshot) {
        return find(snapshot).isPresent();
    }

    Optional<Snap> find(long snapshot) {
        return listed.stream().filter(snap -> snap.id() == snapshot).findFirst();
    }

    Metadata withProperty(Optional<TableProperty> property) {
        return of(view.uuid(), view.schemaId(), view.lastSequence(), main, listed, property, rowsTakenAway);
    }

    Metadata withMain(long other) {
        return of(view.uuid(), view.schemaId(), view.lastSequence(), other, listed, property(), true);
    }

    Metadata withSchema(int schema) {
        return of(view.uuid(), schema, view.lastSequence(), main, listed, property(), rowsTakenAway);
    }

    Metadata withListed(List<Snap> kept) {
        return of(view.uuid(), view.schemaId(), view.lastSequence(), main, kept, property(), rowsTakenAway);
    }

    /** As a catalog adds a snapshot: it becomes main, and its sequence number becomes the table's last. */
    Metadata plus(Snap snap, Optional<TableProperty> property) {
        List<Snap> more = new ArrayList<>(listed.size() + 1);
        more.addAll(listed);
        more.add(snap);
        return of(view.uuid(), view.schemaId(), snap.view().sequence(), snap.id(), more, property, rowsTakenAway);
    }
}
