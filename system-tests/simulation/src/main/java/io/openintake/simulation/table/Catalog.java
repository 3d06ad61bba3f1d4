package io.openintake.simulation.table;

import io.openintake.flusher.domain.TableView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An Iceberg REST catalog: tables by name, and a compare-and-swap on main for commits. */
public final class Catalog {
    private final Map<String, Table> tables = new HashMap<>();
    private final Map<Long, Long> parents = new HashMap<>();
    private final Table.Ids ids = new Table.Ids();

    public long nextId() {
        return ids.next();
    }

    public Optional<Table> table(String target) {
        return Optional.ofNullable(tables.get(target));
    }

    public Table create(String target) {
        return tables.computeIfAbsent(target, name -> new Table(ids));
    }

    public Optional<Table> remove(String target) {
        return Optional.ofNullable(tables.remove(target));
    }

    /** Gives a table a name, if nobody has it. */
    public boolean put(String target, Table table) {
        return tables.putIfAbsent(target, table) == null;
    }

    /**
     * A commit arrives. The catalog requires that UUID and main are those it was built on; Iceberg's metadata builder
     * refuses a snapshot that is listed already, and one with a parent whose sequence number is not a new one.
     */
    public boolean arrives(Update update) {
        Table table = tables.get(update.target());
        if (table == null) {
            return false;
        }
        Metadata now = table.current();
        long sequence = update.built().view().lastSequence() + 1;
        boolean hasParent = update.built().main() != 0;
        boolean accepted = now.view().uuid().equals(update.built().view().uuid())
                && now.main() == update.built().main()
                && !now.lists(update.snapshot())
                && (!hasParent || sequence > now.view().lastSequence());
        if (!accepted) {
            return false;
        }
        Optional<Content> below = update.built().content();
        Optional<Content> content =
                update.file().map(file -> new Content(below, file)).or(() -> below);
        TableView.Snapshot view =
                new TableView.Snapshot(update.snapshot(), update.built().main(), sequence, update.commit());
        table.becomes(now.plus(new Snap(view, content), update.property().or(now::property)));
        return true;
    }

    /** Remembers the parent of main, which the metadata forgets when it expires. */
    public void remember(Metadata metadata) {
        metadata.view().main().ifPresent(main -> parents.putIfAbsent(main.id(), main.parent()));
    }

    /** Whether one snapshot is another or comes after it, whatever is expired by now. */
    public boolean descends(long snapshot, long ancestor) {
        long at = snapshot;
        while (at != 0 && at != ancestor) {
            at = parents.getOrDefault(at, 0L);
        }
        return at == ancestor;
    }
}
