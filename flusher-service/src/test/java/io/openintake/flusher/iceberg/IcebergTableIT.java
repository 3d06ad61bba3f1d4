package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.openintake.testkit.Part;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IcebergTableIT {
    private static Backing backing;

    private final IntakeId intake = new IntakeId(UUID.randomUUID());
    private final String namespace = "ns" + UUID.randomUUID().toString().substring(0, 8) + ".inner";
    private IntakeTable table;
    private RESTCatalog foreign;

    @BeforeAll
    static void startCatalog() {
        backing = Backing.start(Part.S3, Part.CATALOG);
    }

    @AfterAll
    static void stopCatalog() {
        backing.close();
    }

    @BeforeEach
    void connect() {
        table = connect(
                new CatalogAuth.Dremio(backing.catalog().tokenEndpoint()),
                backing.catalog().personalAccessToken());
        foreign = new RESTCatalog();
        foreign.initialize(
                "foreign",
                Map.of(
                        "uri",
                        backing.catalog().uri(),
                        "warehouse",
                        backing.catalog().warehouse(),
                        "http-client.type",
                        "urlconnection",
                        "io-impl",
                        "org.apache.iceberg.aws.s3.S3FileIO"));
    }

    @AfterEach
    void disconnect() throws Exception {
        table.close();
        foreign.close();
    }

    @Test
    void createsNamespaceAndTableAndAppendsEveryRow() throws Exception {
        InMemoryBatch batch = InMemoryBatch.of(
                "{\"id\":1,\"name\":\"a\"}", "{\"id\":2,\"tags\":[\"x\",null],\"at\":{\"lat\":1.5}}", "[]");
        LoadedTable created = adopt(create(batch, new Partitioning.IntakeTime()));
        Written written = convert(batch, created);
        Post post = table.post(created, written.files(), summary("c1"), property("c1"));
        LoadedTable posted = assertInstanceOf(Post.Posted.class, post).table();
        assertTrue(posted.view().records("c1"));
        assertEquals("c1", posted.view().head());
        assertEquals(1, written.deadLetters().size());
        List<Record> rows = rows();
        assertEquals(2, rows.size());
    }

    private LoadedTable create(InMemoryBatch batch, Partitioning partitioning) {
        Survey survey = new RowConversion(new StrictJson()).survey(batch, Optional.empty(), Policies.DEFAULT);
        Load load = table.create(survey.addition().orElseThrow(), partitioning);
        return assertInstanceOf(Load.Present.class, load, load::toString).table();
    }

    private LoadedTable adopt(LoadedTable fresh) {
        Post first = table.post(fresh, List.of(), Map.of(), Map.of());
        LoadedTable rooted =
                assertInstanceOf(Post.Posted.class, first, first::toString).table();
        Post second = table.post(rooted, List.of(), Map.of(), property("adopted"));
        return assertInstanceOf(Post.Posted.class, second, second::toString).table();
    }

    private Written convert(InMemoryBatch batch, LoadedTable loaded) {
        return new RowConversion(new StrictJson()).write(batch, table, loaded, Policies.DEFAULT);
    }

    private IntakeTable connect(CatalogAuth auth, String secret) {
        TableTarget target =
                new TableTarget(backing.catalog().uri(), backing.catalog().warehouse(), namespace, "events");
        return new IcebergTables(new Destinations(Set.of("*")), Duration.ofSeconds(20), InstantSource.system())
                .connect(new Access(intake, target, auth, 1, Optional.of(secret)));
    }

    private Map<String, String> summary(String commit) {
        return Map.of(SnapshotSummary.INTAKE, intake.toString(), SnapshotSummary.COMMIT, commit);
    }

    private Map<String, String> property(String head) {
        TableProperty property = new TableProperty(head, List.of(), new TreeMap<>(Map.of(0, 2L)), 1);
        return Map.of(TableProperty.name(intake), TablePropertyJson.write(property));
    }

    private Table foreignTable() {
        return foreign.loadTable(TableIdentifier.of(Namespace.of(namespace.split("\\.")), "events"));
    }

    private List<Record> rows() throws Exception {
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<Record> read =
                IcebergGenerics.read(foreignTable()).build()) {
            read.forEach(rows::add);
        }
        return rows;
    }
}
