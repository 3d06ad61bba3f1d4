package io.openintake.flusher.app.convert;

import io.openintake.contracts.Partitioning;
import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.app.BatchConversion.SchemaAddition;
import io.openintake.flusher.app.LoadedTable;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.domain.TableView;
import io.openintake.flusher.domain.schema.Column;
import io.openintake.flusher.domain.schema.ColumnType;
import io.openintake.flusher.domain.schema.Row;
import io.openintake.flusher.domain.schema.SchemaChange;
import io.openintake.flusher.domain.schema.Struct;
import io.openintake.flusher.domain.schema.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A table that is nothing but its columns and a count of rows; each row must have a value per column. */
final class InMemoryRowTable implements RowTable {
    static final long TIMESTAMP_MS = 1_767_225_600_000L;

    private final List<Row> rows = new ArrayList<>();

    /** Partition 0 from offset 0 on, stamped a millisecond apart. */
    static Batch batch(List<String> messages) {
        List<SourceRecord> records = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            byte[] value = messages.get(i).getBytes(StandardCharsets.UTF_8);
            records.add(new SourceRecord(0, i, TIMESTAMP_MS + i, null, value, List.of()));
        }
        return new Batch() {
            @Override
            public SortedMap<Integer, Long> ends() {
                return new TreeMap<>(Map.of(0, (long) records.size()));
            }

            @Override
            public void forEach(Consumer<SourceRecord> reader) {
                records.forEach(reader);
            }
        };
    }

    long rows() {
        return rows.size();
    }

    LoadedTable create(SchemaAddition addition) {
        return shaped(asOfTable(((ChangedSchema) addition).change().asStruct()));
    }

    @Override
    public Load evolve(LoadedTable base, SchemaAddition addition) {
        return new Load.Present(evolved(base, addition));
    }

    LoadedTable evolved(LoadedTable base, SchemaAddition addition) {
        Struct columns = ((ShapedTable) base).shape().columns();
        for (SchemaChange.Added added : ((ChangedSchema) addition).change().added()) {
            List<String> path = added.parent().isEmpty()
                    ? List.of()
                    : Arrays.asList(added.parent().split("\\."));
            columns = (Struct) with(columns, path, added.column());
        }
        return shaped(asOfTable(columns));
    }

    private static ColumnType with(ColumnType type, List<String> path, Column column) {
        return switch (type) {
            case Struct struct -> {
                if (path.isEmpty()) {
                    yield struct.with(column);
                }
                Column owner = struct.find(path.getFirst());
                ColumnType changed = with(owner.type(), path.subList(1, path.size()), column);
                yield struct.with(new Column(owner.name(), changed, owner.presence(), owner.origin()));
            }
            case ColumnType.ListOf list ->
                new ColumnType.ListOf(with(list.element(), path.subList(1, path.size()), column), list.elements());
            default -> throw new IllegalStateException("nothing can be added to " + type);
        };
    }

    private static Struct asOfTable(Struct struct) {
        return new Struct(struct.columns().stream()
                .map(each -> new Column(each.name(), asOfTable(each.type()), each.presence(), Column.Origin.TABLE))
                .toList());
    }

    private static ColumnType asOfTable(ColumnType type) {
        return switch (type) {
            case Struct struct -> asOfTable(struct);
            case ColumnType.ListOf list -> new ColumnType.ListOf(asOfTable(list.element()), list.elements());
            default -> type;
        };
    }

    private static LoadedTable shaped(Struct columns) {
        return new ShapedTable() {
            @Override
            public TableShape shape() {
                return new TableShape(columns, Set.of(), TableShape.Author.INTAKE);
            }

            @Override
            public TableView view() {
                return new TableView("uuid", 2, 0, 0, Optional.empty(), List.of(), Optional.empty());
            }
        };
    }

    @Override
    public RowFiles open(ShapedTable table) {
        int width = table.shape().columns().columns().size();
        return new RowFiles() {
            @Override
            public void write(Row row) {
                if (row.values().size() != width) {
                    throw new AssertionError("a row of " + row.values().size() + " values for " + width + " columns");
                }
                rows.add(row);
            }

            @Override
            public List<DataFileHandle> finish() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Load load() {
        return new Load.Absent();
    }

    @Override
    public Load create(SchemaAddition schema, Partitioning partitioning) {
        return new Load.Present(create(schema));
    }

    @Override
    public boolean exist(List<DataFileHandle> files) {
        return true;
    }

    @Override
    public Post post(
            LoadedTable base, List<DataFileHandle> files, Map<String, String> summary, Map<String, String> properties) {
        return new Post.NotSent("this table takes no commits");
    }

    @Override
    public void close() {}
}
