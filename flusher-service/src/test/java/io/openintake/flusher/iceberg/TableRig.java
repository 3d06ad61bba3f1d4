package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.TableTarget;
import io.openintake.contracts.flush.SnapshotSummary;
import io.openintake.contracts.flush.TableProperty;
import io.openintake.contracts.json.TablePropertyJson;
import io.openintake.flusher.app.BatchConversion.Survey;
import io.openintake.flusher.app.BatchConversion.Written;
import io.openintake.flusher.app.IntakeTable;
import io.openintake.flusher.app.IntakeTable.Load;
import io.openintake.flusher.app.IntakeTable.Post;
import io.openintake.flusher.app.IntakeTables.Access;
import io.openintake.flusher.app.LoadedTable;
import io.openintake.flusher.app.convert.RowConversion;
import io.openintake.flusher.json.StrictJson;
import io.openintake.testkit.Backing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.rest.RESTCatalog;

/** One intake with a table of its own in the real catalog, and somebody else with another client on the same table. */
final class TableRig implements AutoCloseable {
    final IntakeId intake = new IntakeId(UUID.randomUUID());
    final Namespace namespace =
            Namespace.of("ns_" + UUID.randomUUID().toString().replace("-", ""), "inner");
    final TableIdentifier name = TableIdentifier.of(namespace, "events");
    final RESTCatalog others = new RESTCatalog();
    final IntakeTable table;
    private final RowConversion conversion = new RowConversion(new StrictJson());

    /**
     * @param uri the catalog's own address, or that of something before it
     */
    TableRig(Backing backing, String uri) {
        this.table = connect(
                intake, backing, new TableTarget(uri, backing.catalog().warehouse(), namespace.toString(), "events"));
        others.initialize(
                "others",
                new HashMap<>(Map.of(
                        "uri",
                        backing.catalog().uri(),
                        "warehouse",
                        backing.catalog().warehouse(),
                        "http-client.type",
                        "urlconnection",
                        "io-impl",
                        "org.apache.iceberg.aws.s3.S3FileIO")));
    }

    /** Another intake's. */
    IntakeTable connect(Backing backing, String otherNamespace, String otherTable) {
        TableTarget target =
                new TableTarget(backing.catalog().uri(), backing.catalog().warehouse(), otherNamespace, otherTable);
        return connect(new IntakeId(UUID.randomUUID()), backing, target);
    }

    private static IntakeTable connect(IntakeId intake, Backing backing, TableTarget target) {
        return new IcebergTables(new Destinations(Set.of("127.0.0.1")), Duration.ofSeconds(20), InstantSource.system())
                .connect(new Access(
                        intake,
                        target,
                        new CatalogAuth.Dremio(backing.catalog().tokenEndpoint()),
                        1,
                        Optional.of(backing.catalog().personalAccessToken())));
    }

    /** A table of ours, adopted, made for these messages. */
    LoadedTable create(InMemoryBatch batch, Partitioning partitioning) {
        Survey survey = conversion.survey(batch, Optional.empty(), Policies.DEFAULT);
        return adopt(present(table.create(survey.addition().orElseThrow(), partitioning)));
    }

    LoadedTable adopt(LoadedTable fresh) {
        LoadedTable rooted = posted(table.post(fresh, List.of(), Map.of(), Map.of()));
        return posted(table.post(rooted, List.of(), Map.of(), property("adopted")));
    }

    Written write(InMemoryBatch batch, LoadedTable loaded) {
        return conversion.write(batch, table, loaded, Policies.DEFAULT);
    }

    /** While there is no table. */
    Survey survey(InMemoryBatch batch) {
        return conversion.survey(batch, Optional.empty(), Policies.DEFAULT);
    }

    Survey survey(InMemoryBatch batch, LoadedTable loaded, Policies policies) {
        return conversion.survey(batch, Optional.of(loaded), policies);
    }

    Post post(LoadedTable base, Written written, String commit) {
        return table.post(base, written.files(), summary(commit), property(commit));
    }

    LoadedTable load() {
        return present(table.load());
    }

    static LoadedTable present(Load load) {
        return assertInstanceOf(Load.Present.class, load, load::toString).table();
    }

    static LoadedTable posted(Post post) {
        return assertInstanceOf(Post.Posted.class, post, post::toString).table();
    }

    /** A commit by somebody else, of an empty append or whatever they please. */
    Table theirs() {
        return others.loadTable(name);
    }

    Table createTheirs(Schema schema) {
        others.createNamespace(Namespace.of(namespace.level(0)));
        others.createNamespace(namespace);
        return others.createTable(name, schema);
    }

    List<Record> rows() {
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<Record> read = IcebergGenerics.read(theirs()).build()) {
            read.forEach(rows::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return rows;
    }

    List<DataFile> dataFiles() {
        List<DataFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                theirs().newScan().includeColumnStats().planFiles()) {
            tasks.forEach(task -> files.add(task.file()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return files;
    }

    /** Everything that lies in the object store under the table's location. */
    Set<String> stored() {
        Set<String> stored = new TreeSet<>();
        Table now = theirs();
        ((SupportsPrefixOperations) now.io()).listPrefix(now.location()).forEach(file -> stored.add(file.location()));
        return stored;
    }

    private Map<String, String> summary(String commit) {
        return Map.of(SnapshotSummary.INTAKE, intake.toString(), SnapshotSummary.COMMIT, commit);
    }

    Map<String, String> property(String head) {
        TableProperty property = new TableProperty(head, List.of(), new TreeMap<>(Map.of(0, 2L)), 1);
        return Map.of(TableProperty.name(intake), TablePropertyJson.write(property));
    }

    @Override
    public void close() throws IOException {
        table.close();
        others.close();
    }
}
