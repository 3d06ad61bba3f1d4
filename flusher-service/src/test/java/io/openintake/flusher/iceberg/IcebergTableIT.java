package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.contracts.Policies.Evolution;
import io.openintake.contracts.Policies.Mismatch;
import io.openintake.contracts.ReasonCode;
import io.openintake.flusher.app.BatchConversion.DeadLetter;
import io.openintake.flusher.app.BatchConversion.Survey;
import io.openintake.flusher.app.BatchConversion.Written;
import io.openintake.flusher.app.ConversionFailed;
import io.openintake.flusher.app.IntakeTable;
import io.openintake.flusher.app.IntakeTable.Fault;
import io.openintake.flusher.app.IntakeTable.Load;
import io.openintake.flusher.app.IntakeTable.Post;
import io.openintake.flusher.app.LoadedTable;
import io.openintake.flusher.json.RandomJson;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IcebergTableIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Policies WIDEN = new Policies(Evolution.ADD, Mismatch.WIDEN, ErrorPolicy.DEAD_LETTER);
    private static Backing backing;

    private TableRig rig;

    @BeforeAll
    static void startCatalog() {
        backing = SharedBacking.with(Part.S3, Part.CATALOG);
    }

    @BeforeEach
    void connect() {
        rig = new TableRig(backing, backing.catalog().uri());
    }

    @AfterEach
    void disconnect() throws Exception {
        rig.close();
    }

    @Test
    void createsNamespaceAndTableAndAppendsEveryRowOnce() {
        assertInstanceOf(Load.Absent.class, rig.table.load());
        InMemoryBatch batch = InMemoryBatch.of("{\"id\":1}", "{\"id\":\"x\"}", "[]", "{\"id\":2.5}");
        LoadedTable created = rig.create(batch, new Partitioning.IntakeTime());
        Written written = rig.write(batch, created);
        LoadedTable posted = TableRig.posted(rig.post(created, written, "c1"));
        assertEquals(Map.of(0, 2L), written.rows());
        assertEquals(
                List.of(ReasonCode.TYPE_MISMATCH, ReasonCode.NOT_AN_OBJECT),
                written.deadLetters().stream().map(DeadLetter::reason).toList());
        assertEquals("c1", posted.view().head());
        assertTrue(
                posted.view().main().orElseThrow().commit().filter("c1"::equals).isPresent());
        assertEquals(List.of(1.0, 2.5), column("id"));
        Table theirs = rig.theirs();
        assertEquals("zstd", theirs.properties().get("write.parquet.compression-codec"));
        assertEquals("50", theirs.properties().get("write.metadata.previous-versions-max"));
        assertEquals(List.of("day(__intake_ts)"), fields(theirs.spec(), theirs.schema()));
        assertTrue(rig.table.exist(written.files()));
    }

    @Test
    void survivesThatOtherIntakesMakeTheSameNamespaceAtTheSameMoment() throws Exception {
        Survey survey = rig.survey(InMemoryBatch.of("{\"n\":1}"));
        CyclicBarrier together = new CyclicBarrier(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(together.getParties())) {
            for (int round = 0; round < 5; round++) {
                String namespace = "ns_" + UUID.randomUUID().toString().replace("-", "");
                List<Future<Load>> created = new ArrayList<>();
                for (int intake = 0; intake < together.getParties(); intake++) {
                    IntakeTable table = rig.connect(backing, namespace, "t" + intake);
                    created.add(threads.submit(() -> {
                        try (table) {
                            assertInstanceOf(Load.Absent.class, table.load());
                            together.await();
                            return table.create(survey.addition().orElseThrow(), new Partitioning.None());
                        }
                    }));
                }
                for (Future<Load> one : created) {
                    TableRig.present(one.get());
                }
            }
        }
    }

    @Test
    void readsBackEveryValueAsItWasSent() throws Exception {
        RandomGenerator random = new Random(42);
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            messages.add(RandomJson.row(random, 3));
        }
        InMemoryBatch batch = InMemoryBatch.of(messages.toArray(String[]::new));
        LoadedTable created = rig.create(batch, new Partitioning.None());
        Written written = rig.write(batch, created);
        TableRig.posted(rig.post(created, written, "c1"));
        List<Integer> dead = written.deadLetters().stream()
                .map(letter -> (int) letter.offset())
                .toList();
        List<Record> rows = rig.rows();
        rows.sort(Comparator.comparing(row -> (OffsetDateTime) row.getField("__intake_ts")));
        assertEquals(messages.size(), rows.size() + dead.size());
        assertTrue(rows.size() > 100, () -> "only " + rows.size() + " rows");
        int next = 0;
        for (int offset = 0; offset < messages.size(); offset++) {
            if (!dead.contains(offset)) {
                Record row = rows.get(next++);
                JsonNode message = JSON.readTree(messages.get(offset));
                assertTrue(JsonOracle.isSame(row, message), () -> message + " became " + row);
            }
        }
    }

    @Test
    void evolvesInOneCommitAndFillsTheNewColumns() {
        LoadedTable created =
                rig.create(InMemoryBatch.of("{\"s\":{\"x\":1},\"l\":[{\"x\":1}]}"), new Partitioning.None());
        InMemoryBatch batch = InMemoryBatch.of("{\"new\":\"n\",\"s\":{\"y\":true},\"l\":[{\"y\":[1]}]}");
        Survey survey = rig.survey(batch, created, Policies.DEFAULT);
        LoadedTable evolved =
                TableRig.present(rig.table.evolve(created, survey.addition().orElseThrow()));
        assertTrue(rig.survey(batch, evolved, Policies.DEFAULT).addition().isEmpty());
        Written written = rig.write(batch, evolved);
        TableRig.posted(rig.post(evolved, written, "c1"));
        assertEquals(
                "[n, Record(null, true), [Record(null, [1])]]",
                List.of(column("new").get(0), column("s").get(0), column("l").get(0))
                        .toString());
    }

    @Test
    void refusesToWriteForColumnsThatAreNotThere() {
        LoadedTable created = rig.create(InMemoryBatch.of("{\"a\":1}"), new Partitioning.None());
        ConversionFailed failure =
                assertThrows(ConversionFailed.class, () -> rig.write(InMemoryBatch.of("{\"b\":1}"), created));
        assertEquals(Fault.Kind.CONFLICT, failure.fault().kind());
    }

    @Test
    void answersWithTheNewerTableWhenSomebodyEvolvedItFirst() {
        LoadedTable created = rig.create(InMemoryBatch.of("{\"a\":1}"), new Partitioning.None());
        Survey survey = rig.survey(InMemoryBatch.of("{\"b\":1}"), created, Policies.DEFAULT);
        rig.theirs().updateSchema().addColumn("c", Types.StringType.get()).commit();
        LoadedTable after =
                TableRig.present(rig.table.evolve(created, survey.addition().orElseThrow()));
        assertFalse(after.view().schemaId() == created.view().schemaId());
        assertNull(rig.theirs().schema().findField("b"));
    }

    @Test
    void doesNotAddAColumnAgainThatSomebodyDropped() {
        LoadedTable created = rig.create(InMemoryBatch.of("{\"a\":1,\"b\":1}"), new Partitioning.None());
        rig.theirs().updateSchema().deleteColumn("b").commit();
        assertTrue(rig.survey(InMemoryBatch.of("{\"b\":1}"), rig.load(), Policies.DEFAULT)
                .addition()
                .isEmpty());
        assertEquals(created.view().uuid(), rig.load().view().uuid());
    }

    @Test
    void followsTheSchemaAndSpecOfAnExistingTable() {
        Schema schema = new Schema(
                Types.NestedField.required(1, "id", Types.IntegerType.get()),
                Types.NestedField.optional(2, "price", Types.DecimalType.of(9, 2)),
                Types.NestedField.optional(3, "on", Types.DateType.get()),
                Types.NestedField.optional(4, "at", Types.TimestampType.withZone()),
                Types.NestedField.optional(
                        5, "m", Types.MapType.ofOptional(6, 7, Types.StringType.get(), Types.LongType.get())),
                Types.NestedField.optional(8, "raw", Types.BinaryType.get()),
                Types.NestedField.optional(9, "uuid", Types.UUIDType.get()),
                Types.NestedField.optional(10, "f", Types.FixedType.ofLength(2)));
        Table theirs = rig.createTheirs(schema);
        theirs.updateSpec().addField("on").commit();
        InMemoryBatch batch = InMemoryBatch.of(
                "{\"id\":7,\"price\":12.5,\"on\":\"2026-01-02\",\"at\":\"2026-01-02T03:04:05.000001Z\",\"m\":{\"k\":1},"
                        + "\"raw\":\"AQI=\",\"uuid\":\"6e9f3b9c-6a5e-4d1d-8f4b-0c7e6a1d2b3c\",\"f\":\"AQI=\","
                        + "\"extra\":1}",
                "{\"price\":1}",
                "{\"id\":8}");
        LoadedTable loaded = rig.adopt(rig.load());
        assertTrue(rig.survey(batch, loaded, Policies.DEFAULT).addition().isEmpty());
        Written written = rig.write(batch, loaded);
        TableRig.posted(rig.post(loaded, written, "c1"));
        assertEquals(
                ReasonCode.MISSING_REQUIRED, written.deadLetters().getFirst().reason());
        assertEquals(2, rig.rows().size());
        assertEquals(2, rig.dataFiles().size());
        assertTrue(
                column("price").toString().contains("12.50"),
                () -> column("price").toString());
    }

    @Test
    void widensOnRequest() {
        rig.createTheirs(new Schema(
                Types.NestedField.optional(1, "i", Types.IntegerType.get()),
                Types.NestedField.optional(2, "d", Types.DecimalType.of(4, 2))));
        LoadedTable loaded = rig.adopt(rig.load());
        InMemoryBatch batch = InMemoryBatch.of("{\"i\":2147483648,\"d\":12345.67}");
        Survey survey = rig.survey(batch, loaded, WIDEN);
        LoadedTable wider =
                TableRig.present(rig.table.evolve(loaded, survey.addition().orElseThrow()));
        TableRig.posted(rig.post(wider, rig.write(batch, wider), "c1"));
        assertEquals(List.of(2147483648L), column("i"));
        assertEquals("[12345.67]", column("d").toString());
    }

    @Test
    void writesByThePartitionsThatTheOwnerAskedFor() {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            messages.add("{\"id\":" + i + ",\"name\":\"n" + i % 3 + "\",\"s\":{\"x\":" + i % 2 + "}}");
        }
        InMemoryBatch batch = InMemoryBatch.of(messages.toArray(String[]::new));
        LoadedTable created = rig.create(
                batch,
                new Partitioning.Manual(List.of("bucket(4, id)", "truncate(name, 2)", "s.x", "hour(__intake_ts)")));
        Written written = rig.write(batch, created);
        TableRig.posted(rig.post(created, written, "c1"));
        // 4 buckets x 3 names x 2 of s.x are at most 24, and more than can be open at once is closed and opened again
        assertTrue(
                written.files().size() > 12 && written.files().size() <= 60,
                () -> "" + written.files().size());
        assertEquals(60, rig.rows().size());
        assertTrue(rig.dataFiles().stream().allMatch(file -> file.valueCounts() != null));
    }

    @Test
    void refusesPartitioningThatCannotBeAppliedRatherThanCreateAnUnpartitionedTable() {
        InMemoryBatch batch = InMemoryBatch.of("{\"id\":1}");
        Survey survey = rig.survey(batch);
        Load load = rig.table.create(survey.addition().orElseThrow(), new Partitioning.Manual(List.of("day(id)")));
        Fault fault = assertInstanceOf(Load.Failed.class, load).fault();
        assertEquals(Fault.Kind.REFUSED, fault.kind());
        assertEquals("cannot partition by day(id): it is a long", fault.message());
        assertInstanceOf(Load.Absent.class, rig.table.load());
    }

    @Test
    void refusesTablesOfFormatOne() {
        rig.others.createNamespace(Namespace.of(rig.namespace.level(0)));
        rig.others.createNamespace(rig.namespace);
        rig.others
                .buildTable(rig.name, new Schema(Types.NestedField.optional(1, "a", Types.LongType.get())))
                .withProperty("format-version", "1")
                .create();
        Fault fault = assertInstanceOf(Load.Failed.class, rig.table.load()).fault();
        assertEquals("format-version-1", fault.code());
        assertEquals(Fault.Kind.REFUSED, fault.kind());
    }

    @Test
    void takesTheTableThatSomebodyCreatedFirst() {
        InMemoryBatch batch = InMemoryBatch.of("{\"id\":1}");
        Survey survey = rig.survey(batch);
        rig.createTheirs(new Schema(Types.NestedField.optional(1, "other", Types.LongType.get())));
        LoadedTable there =
                TableRig.present(rig.table.create(survey.addition().orElseThrow(), new Partitioning.None()));
        assertEquals(rig.theirs().uuid().toString(), there.view().uuid());
    }

    @Test
    void sendsNothingOnAVersionThatIsNotTheLastOrHasNoParent() {
        InMemoryBatch batch = InMemoryBatch.of("{\"id\":1}");
        Survey survey = rig.survey(batch);
        LoadedTable fresh =
                TableRig.present(rig.table.create(survey.addition().orElseThrow(), new Partitioning.None()));
        Written written = rig.write(batch, fresh);
        assertInstanceOf(Post.NotSent.class, rig.post(fresh, written, "c1"));
        assertInstanceOf(Post.NotSent.class, rig.table.post(fresh, List.of(), Map.of(), rig.property("head")));
        LoadedTable adopted = rig.adopt(fresh);
        TableRig.posted(rig.post(adopted, written, "c1"));
        assertInstanceOf(Post.NotSent.class, rig.post(adopted, written, "c1"));
        assertEquals(1, rig.rows().size());
    }

    private List<Object> column(String name) {
        return rig.rows().stream().map(row -> row.getField(name)).toList();
    }

    private static List<String> fields(PartitionSpec spec, Schema schema) {
        return spec.fields().stream()
                .map(field -> field.transform() + "(" + schema.findColumnName(field.sourceId()) + ")")
                .toList();
    }
}
