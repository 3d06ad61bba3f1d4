package io.openintake.systemtests.faults;

import io.openintake.launcher.stack.Backing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;

/** A table as its owner has it: with the columns that say where each row comes from, and at work on it himself. */
public final class OwnersTable implements AutoCloseable {
    private static final int MAX_COMPACTED = 20;
    private static final long REST_NANOS = 700_000_000;
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "id", Types.StringType.get()),
            Types.NestedField.optional(2, "p", Types.StringType.get()),
            Types.NestedField.optional(3, "n", Types.LongType.get()),
            Types.NestedField.optional(4, "ratio", Types.DoubleType.get()),
            Types.NestedField.optional(5, "ok", Types.BooleanType.get()),
            Types.NestedField.optional(6, "text", Types.StringType.get()),
            Types.NestedField.optional(7, "__intake_ts", Types.TimestampType.withZone()),
            Types.NestedField.optional(8, "__intake_partition", Types.IntegerType.get()),
            Types.NestedField.optional(9, "__intake_offset", Types.LongType.get()));

    private final RESTCatalog catalog = new RESTCatalog();
    private final TableIdentifier name;
    private final Set<String> foreign = new HashSet<>();
    private final Set<String> unsure = new HashSet<>();
    private Thread worker;
    private volatile boolean stopped;

    public OwnersTable(Backing.Catalog access, String namespace, String table) {
        catalog.initialize(
                "owner",
                Map.of(
                        "uri", access.uri(),
                        "warehouse", access.warehouse(),
                        "io-impl", "org.apache.iceberg.aws.s3.S3FileIO",
                        "http-client.type", "urlconnection",
                        "rest-metrics-reporting-enabled", "false"));
        this.name = TableIdentifier.of(namespace, table);
    }

    void create() {
        Namespace namespace = name.namespace();
        if (!catalog.namespaceExists(namespace)) {
            catalog.createNamespace(namespace);
        }
        catalog.buildTable(name, SCHEMA).withProperty("format-version", "2").create();
    }

    public Table load() {
        return catalog.loadTable(name);
    }

    /** Ids of the owner's own rows: those he knows to be in, and those found of which he is not sure. */
    synchronized Set<String> foreign(Set<String> found) {
        Set<String> all = new HashSet<>(unsure);
        all.retainAll(found);
        all.addAll(foreign);
        return all;
    }

    /** From now on appends, compacts and expires, again and again. */
    void work() {
        worker = Thread.ofPlatform().name("owner").start(() -> {
            for (int round = 0; !stopped; round++) {
                try {
                    append("foreign-" + round);
                    compact();
                    load().expireSnapshots()
                            .expireOlderThan(System.currentTimeMillis())
                            .retainLast(1)
                            .commit();
                    LockSupport.parkNanos(REST_NANOS);
                } catch (CommitFailedException | ValidationException lostTheRace) {
                    // the next round does it
                } catch (IOException | RuntimeException unavailable) {
                    // the whole installation may be down at the moment
                    System.err.println("the owner of " + name + " could not work: " + unavailable);
                }
            }
        });
    }

    /** One row of somebody else. */
    public void append(String id) throws IOException {
        Table table = load();
        Record row = GenericRecord.create(table.schema());
        row.setField("id", id);
        DataFile file = written(table, List.of(row));
        synchronized (this) {
            unsure.add(id);
        }
        table.newAppend().appendFile(file).commit();
        synchronized (this) {
            foreign.add(id);
        }
    }

    /** Some of the files become one. */
    public void compact() throws IOException {
        Table table = load();
        Set<DataFile> old = new HashSet<>();
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                if (old.size() < MAX_COMPACTED && old.add(task.file())) {
                    read(table, task.file(), rows);
                }
            }
        }
        if (old.size() > 1) {
            RewriteFiles rewrite = table.newRewrite()
                    .validateFromSnapshot(table.currentSnapshot().snapshotId())
                    .addFile(written(table, rows));
            old.forEach(rewrite::deleteFile);
            rewrite.commit();
        }
    }

    private static void read(Table table, DataFile file, List<Record> rows) throws IOException {
        try (CloseableIterable<Record> records = Parquet.read(table.io().newInputFile(file.location()))
                .project(table.schema())
                .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type))
                .build()) {
            records.forEach(rows::add);
        }
    }

    private static DataFile written(Table table, List<Record> rows) throws IOException {
        String location = table.locationProvider().newDataLocation("owner-" + UUID.randomUUID() + ".parquet");
        DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(location))
                .forTable(table)
                .createWriterFunc(GenericParquetWriter::create)
                .withSpec(table.spec())
                .build();
        try (writer) {
            rows.forEach(writer::write);
        }
        return writer.toDataFile();
    }

    /** Ends the work. */
    void rest() throws InterruptedException {
        stopped = true;
        if (worker != null) {
            worker.join();
        }
    }

    @Override
    public void close() throws IOException {
        catalog.close();
    }
}
