package io.openintake.audit.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.audit.domain.CommitRecord;
import io.openintake.audit.domain.ScannedRows;
import io.openintake.audit.domain.TableFacts;
import io.openintake.audit.domain.TableFacts.DataFile;
import io.openintake.audit.domain.TableFacts.LiveFile;
import io.openintake.audit.domain.TableFacts.Presence;
import io.openintake.contracts.IntakeId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;
import org.jspecify.annotations.Nullable;

/** One version of a table, read into facts. The summaries are parsed here once more, not by the services' codecs. */
final class TableReading {
    private static final String PARTITION = "__intake_partition";
    private static final String OFFSET = "__intake_offset";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BaseTable table;
    private final String intake;

    TableReading(BaseTable table, IntakeId intake) {
        this.table = table;
        this.intake = intake.toString();
    }

    TableFacts facts(CatalogAccess.Depth depth) throws IOException {
        List<Snapshot> ancestors = new ArrayList<>();
        SnapshotUtil.currentAncestors(table).forEach(ancestors::add);
        Set<Long> main = new LinkedHashSet<>();
        ancestors.forEach(snapshot -> main.add(snapshot.snapshotId()));
        boolean expired = !ancestors.isEmpty() && ancestors.getLast().parentId() != null;
        List<TableFacts.Snapshot> snapshots = new ArrayList<>();
        table.snapshots().forEach(snapshot -> snapshots.add(facts(snapshot)));
        snapshots.sort(Comparator.comparingLong(TableFacts.Snapshot::sequence));
        List<LiveFile> live = new ArrayList<>();
        Set<String> deleteFiles = new LinkedHashSet<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                live.add(live(task));
                task.deletes().forEach(file -> deleteFiles.add(file.location()));
            }
        }
        return new TableFacts(
                table.operations().current().uuid(),
                heads(),
                snapshots,
                main,
                expired,
                live,
                List.copyOf(deleteFiles),
                depth == CatalogAccess.Depth.ROWS ? Optional.of(scanned()) : Optional.empty());
    }

    private List<String> heads() {
        JsonNode property = parsed(table.properties().get("openintake." + intake));
        List<String> heads = new ArrayList<>();
        if (property.hasNonNull("head")) {
            heads.add(property.get("head").asText());
        }
        property.path("before").forEach(head -> heads.add(head.asText()));
        return heads;
    }

    private TableFacts.Snapshot facts(Snapshot snapshot) {
        SnapshotChanges changes =
                SnapshotChanges.builderFor(table).snapshot(snapshot).build();
        return new TableFacts.Snapshot(
                snapshot.snapshotId(),
                snapshot.sequenceNumber(),
                Instant.ofEpochMilli(snapshot.timestampMillis()),
                snapshot.operation() == null ? "unknown" : snapshot.operation(),
                commit(snapshot),
                files(changes.addedDataFiles()),
                files(changes.removedDataFiles()));
    }

    private static List<DataFile> files(Iterable<org.apache.iceberg.DataFile> files) {
        List<DataFile> facts = new ArrayList<>();
        files.forEach(file -> facts.add(new DataFile(file.location(), file.recordCount())));
        return facts;
    }

    private LiveFile live(FileScanTask task) {
        String path = task.file().location();
        boolean isThere = table.io().newInputFile(path).exists();
        return new LiveFile(path, task.file().recordCount(), isThere ? Presence.THERE : Presence.GONE);
    }

    private Optional<CommitRecord> commit(Snapshot snapshot) {
        Map<String, String> summary = snapshot.summary();
        String id = summary == null ? null : summary.get("openintake.commit-id");
        if (id == null || !intake.equals(summary.get("openintake.intake-id"))) {
            return Optional.empty();
        }
        return Optional.of(new CommitRecord(
                id,
                summary.getOrDefault("openintake.topic-id", ""),
                offsets(summary.get("openintake.from")),
                offsets(summary.get("openintake.to")),
                counts(summary)));
    }

    private static Optional<CommitRecord.Counts> counts(Map<String, String> summary) {
        if (!summary.containsKey("openintake.rows")) {
            return Optional.empty();
        }
        return Optional.of(new CommitRecord.Counts(
                number(summary, "openintake.rows"),
                number(summary, "openintake.dead-letters"),
                number(summary, "openintake.skipped"),
                number(summary, "openintake.other")));
    }

    private static long number(Map<String, String> summary, String key) {
        String text = summary.getOrDefault(key, "0");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static SortedMap<Integer, Long> offsets(@Nullable String text) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        parsed(text).properties().forEach(entry -> {
            if (entry.getKey().matches("[0-9]{1,9}")) {
                offsets.put(Integer.parseInt(entry.getKey()), entry.getValue().asLong());
            }
        });
        return offsets;
    }

    private static JsonNode parsed(@Nullable String text) {
        try {
            return text == null ? JSON.createObjectNode() : JSON.readTree(text);
        } catch (JsonProcessingException edited) {
            return JSON.createObjectNode();
        }
    }

    private ScannedRows scanned() throws IOException {
        ScannedRows rows = new ScannedRows();
        boolean isLocated =
                table.schema().findField(PARTITION) != null && table.schema().findField(OFFSET) != null;
        IcebergGenerics.ScanBuilder scan = IcebergGenerics.read(table);
        try (CloseableIterable<Record> records =
                isLocated ? scan.select(PARTITION, OFFSET).build() : scan.build()) {
            for (Record record : records) {
                boolean isOurs = isLocated
                        && record.getField(PARTITION) instanceof Number
                        && record.getField(OFFSET) instanceof Number;
                if (isOurs) {
                    rows.add(
                            ((Number) record.getField(PARTITION)).intValue(),
                            ((Number) record.getField(OFFSET)).longValue());
                } else {
                    rows.addUnlocated();
                }
            }
        }
        return rows;
    }
}
