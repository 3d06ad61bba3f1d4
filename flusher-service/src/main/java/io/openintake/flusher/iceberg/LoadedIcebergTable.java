package io.openintake.flusher.iceberg;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.SnapshotSummary;
import io.openintake.contracts.flush.TableProperty;
import io.openintake.contracts.json.TablePropertyJson;
import io.openintake.contracts.json.UnreadableJson;
import io.openintake.flusher.app.convert.ShapedTable;
import io.openintake.flusher.domain.TableView;
import io.openintake.flusher.domain.schema.TableShape;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.types.TypeUtil;

/** One version of a table, and the operations that it came from. */
final class LoadedIcebergTable implements ShapedTable {
    /** Set on tables that we create, with the intake that did: such a table may grow by default. */
    static final String CREATED_BY = "openintake.created-by";

    private final IntakeId intake;
    private final TableOperations operations;
    private final TableMetadata metadata;
    private final TableView view;

    LoadedIcebergTable(IntakeId intake, TableOperations operations, TableMetadata metadata) {
        this.intake = intake;
        this.operations = operations;
        this.metadata = metadata;
        this.view = new TableView(
                metadata.uuid(),
                metadata.formatVersion(),
                metadata.currentSchemaId(),
                metadata.lastSequenceNumber(),
                Optional.ofNullable(metadata.currentSnapshot()).map(this::snapshot),
                metadata.snapshots().stream().map(this::snapshot).toList(),
                property());
    }

    @Override
    public TableView view() {
        return view;
    }

    @Override
    public TableShape shape() {
        TableShape.Author author =
                metadata.properties().containsKey(CREATED_BY) ? TableShape.Author.INTAKE : TableShape.Author.OTHERS;
        return new TableShape(IcebergTypes.columns(metadata.schema().asStruct()), retired(), author);
    }

    TableMetadata metadata() {
        return metadata;
    }

    /** The catalog's own operations; they may have moved on since. */
    TableOperations operations() {
        return operations;
    }

    /** The table as a thing to plan changes of this version on. */
    BaseTable pinned() {
        return new BaseTable(new PinnedOperations(operations, metadata), "table");
    }

    /** The version that its operations came to by a commit. */
    LoadedIcebergTable at(TableMetadata later) {
        return new LoadedIcebergTable(intake, operations, later);
    }

    private Set<String> retired() {
        Set<String> names = new HashSet<>();
        for (Schema older : metadata.schemas()) {
            names.addAll(TypeUtil.indexNameById(older.asStruct()).values());
        }
        names.removeAll(TypeUtil.indexNameById(metadata.schema().asStruct()).values());
        return names;
    }

    private TableView.Snapshot snapshot(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary() == null ? Map.of() : snapshot.summary();
        boolean ours = intake.toString().equals(summary.get(SnapshotSummary.INTAKE));
        Long parent = snapshot.parentId();
        return new TableView.Snapshot(
                snapshot.snapshotId(),
                parent == null ? 0 : parent,
                snapshot.sequenceNumber(),
                ours ? Optional.ofNullable(summary.get(SnapshotSummary.COMMIT)) : Optional.empty(),
                ours ? ends(summary) : new TreeMap<>());
    }

    /** For people to read in an event: what was edited or is missing only makes the event less exact. */
    private static SortedMap<Integer, Long> ends(Map<String, String> summary) {
        try {
            return TablePropertyJson.readOffsets(summary.getOrDefault(SnapshotSummary.TO, "{}"));
        } catch (UnreadableJson edited) {
            return new TreeMap<>();
        }
    }

    private Optional<TableProperty> property() {
        String text = metadata.properties().get(TableProperty.name(intake));
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(TablePropertyJson.read(text));
        } catch (UnreadableJson edited) {
            return Optional.empty();
        }
    }
}
