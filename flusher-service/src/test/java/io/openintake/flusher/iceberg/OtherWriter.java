package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.testkit.Backing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;

/** Somebody else at the same table, with Iceberg's own client and nothing between them and the catalog. */
final class OtherWriter implements AutoCloseable {
    private static final String MARK = "others.mark";

    private final RESTCatalog catalog = new RESTCatalog();
    private final TableIdentifier name;
    private final List<Long> snapshots = new CopyOnWriteArrayList<>();
    private final List<Long> appended = new CopyOnWriteArrayList<>();

    OtherWriter(Backing backing, Namespace namespace, String table) {
        this.name = TableIdentifier.of(namespace, table);
        catalog.initialize(
                "others",
                new HashMap<>(Map.of(
                        CatalogUtil.ICEBERG_CATALOG_TYPE,
                        "rest",
                        "uri",
                        backing.catalog().uri(),
                        "warehouse",
                        backing.catalog().warehouse(),
                        "http-client.type",
                        "urlconnection",
                        "io-impl",
                        "org.apache.iceberg.aws.s3.S3FileIO")));
    }

    Table table() {
        return catalog.loadTable(name);
    }

    boolean tableExists() {
        return catalog.namespaceExists(name.namespace()) && catalog.tableExists(name);
    }

    /** A table as the flusher would make it for messages with a number n. */
    void create() {
        for (int depth = 1; depth <= name.namespace().length(); depth++) {
            Namespace level = Namespace.of(Arrays.copyOf(name.namespace().levels(), depth));
            if (!catalog.namespaceExists(level)) {
                catalog.createNamespace(level, new HashMap<>());
            }
        }
        catalog.createTable(
                name,
                new Schema(
                        Types.NestedField.optional(1, "n", Types.LongType.get()),
                        Types.NestedField.optional(2, "__intake_ts", Types.TimestampType.withZone())),
                PartitionSpec.unpartitioned(),
                Map.of("format-version", "2"));
    }

    /** Rows of somebody else's. */
    void append(long... numbers) {
        Table table = table();
        List<Record> rows = new ArrayList<>();
        for (long number : numbers) {
            GenericRecord row = GenericRecord.create(table.schema());
            row.setField("n", number);
            rows.add(row);
        }
        String mark = UUID.randomUUID().toString();
        table.newFastAppend().appendFile(write(table, rows)).set(MARK, mark).commit();
        table.snapshots().forEach(snapshot -> {
            if (mark.equals(snapshot.summary().get(MARK))) {
                snapshots.add(snapshot.snapshotId());
            }
        });
        Arrays.stream(numbers).forEach(appended::add);
    }

    private static DataFile write(Table table, Iterable<Record> rows) {
        String location = table.locationProvider().newDataLocation("theirs-" + UUID.randomUUID() + ".parquet");
        try (DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(location))
                .forTable(table)
                .createWriterFunc(GenericParquetWriter::create)
                .withSpec(table.spec())
                .build()) {
            writer.write(rows);
            writer.close();
            return writer.toDataFile();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Rewrites everything into one file. */
    void compact() {
        Table table = table();
        Snapshot current = table.currentSnapshot();
        Set<DataFile> old = new HashSet<>(dataFiles(table));
        if (current == null || old.size() < 2) {
            return;
        }
        // the table as it was loaded, in its current schema
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
            DataFile one = write(table, rows);
            RewriteFiles rewrite = table.newRewrite()
                    .validateFromSnapshot(current.snapshotId())
                    .addFile(one);
            old.forEach(rewrite::deleteFile);
            rewrite.commit();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Forgets every snapshot but the newest, with the files that only older ones need. */
    void expire() {
        table().expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
    }

    void setProperty(String key, String value) {
        table().updateProperties().set(key, value).commit();
    }

    /** Everything that this writer was told is in the table. */
    List<Long> appended() {
        return appended;
    }

    /** The snapshots that this writer made. */
    List<Long> snapshots() {
        return snapshots;
    }

    void addColumn(String column) {
        table().updateSchema().addColumn(column, Types.StringType.get()).commit();
    }

    /** The column n of every row. */
    List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table()).build()) {
            rows.forEach(row -> numbers.add((Long) row.getField("n")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        numbers.sort(null);
        return numbers;
    }

    /** Every snapshot that is listed can be read, down to the files. */
    void assertReadable() {
        Table table = table();
        Set<String> checked = new TreeSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                assertThere(table, manifest.path(), checked);
            }
            try (CloseableIterable<FileScanTask> tasks =
                    table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
                tasks.forEach(task -> assertThere(table, task.file().location(), checked));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    private static void assertThere(Table table, String location, Set<String> checked) {
        assertTrue(!checked.add(location) || table.io().newInputFile(location).exists(), () -> location + " is gone");
    }

    private static List<DataFile> dataFiles(Table table) {
        List<DataFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            tasks.forEach(task -> files.add(task.file()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return files;
    }

    @Override
    public void close() throws IOException {
        catalog.close();
    }
}
