package io.openintake.simulation.table;

import io.openintake.contracts.flush.TableProperty;
import io.openintake.flusher.domain.TableView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A table in the catalog, with everything that its users do to it. */
public final class Table {
    private final Ids ids;
    private final List<TableProperty> pastProperties = new ArrayList<>();
    private Metadata current;

    /** Numbers that no two snapshots share. */
    public static final class Ids {
        private long last = 100;

        public long next() {
            return ++last;
        }
    }

    Table(Ids ids) {
        this.ids = ids;
        this.current = Metadata.fresh("uuid-" + ids.next());
    }

    public Metadata current() {
        return current;
    }

    public void becomes(Metadata next) {
        current = next;
        next.property()
                .filter(one ->
                        pastProperties.isEmpty() || !pastProperties.getLast().equals(one))
                .ifPresent(pastProperties::add);
    }

    public Metadata appended() {
        return plus(Optional.of(new Content(current.content(), new DataFile(List.of(), 0))), current.main());
    }

    public Metadata compacted() {
        return current.main() == 0 ? current : plus(current.content(), current.main());
    }

    private Metadata plus(Optional<Content> content, long parent) {
        TableView.Snapshot view =
                new TableView.Snapshot(ids.next(), parent, current.view().lastSequence() + 1, Optional.empty());
        return current.plus(new Snap(view, content), current.property());
    }

    /** Only main stays. */
    public Metadata expired() {
        return current.withListed(current.listed().stream()
                .filter(snap -> snap.id() == current.main())
                .toList());
    }

    /** Main and some others stay. */
    public Metadata expiredPartly(RandomGenerator random) {
        return current.withListed(current.listed().stream()
                .filter(snap -> snap.id() == current.main() || random.nextBoolean())
                .toList());
    }

    /** Back to the parent of main. */
    public Metadata rolledBack() {
        return current.find(current.main())
                .map(main -> main.view().parent())
                .filter(current::lists)
                .map(current::withMain)
                .orElse(current);
    }

    /** Main becomes any snapshot that is listed. */
    public Metadata setTo(RandomGenerator random) {
        if (current.listed().isEmpty()) {
            return current;
        }
        return current.withMain(
                current.listed().get(random.nextInt(current.listed().size())).id());
    }

    /** REPLACE TABLE: UUID, sequence numbers and properties stay; there is no main any more. */
    public Metadata replaced() {
        return current.withMain(0).withSchema(current.view().schemaId() + 1);
    }

    /** REPLACE TABLE AS SELECT: the same with a first snapshot that has no parent. */
    public Metadata replacedWithRows() {
        TableView.Snapshot view =
                new TableView.Snapshot(ids.next(), 0, current.view().lastSequence() + 1, Optional.empty());
        Content content = new Content(Optional.empty(), new DataFile(List.of(), 0));
        return replaced().plus(new Snap(view, Optional.of(content)), current.property());
    }

    public Metadata withoutProperty() {
        return current.withProperty(Optional.empty());
    }

    public Metadata withEditedProperty() {
        return current.withProperty(
                current.property().map(known -> new TableProperty("edited-" + ids.next(), List.of(), known.to(), 0)));
    }

    /** A value that the property once had, rather a recent one. */
    public Metadata withPastProperty(RandomGenerator random) {
        if (pastProperties.isEmpty()) {
            return current;
        }
        int back = Math.min(random.nextInt(pastProperties.size()), random.nextInt(pastProperties.size()));
        return current.withProperty(Optional.of(pastProperties.get(pastProperties.size() - 1 - back)));
    }

    public Metadata evolved() {
        return current.withSchema(current.view().schemaId() + 1);
    }
}
