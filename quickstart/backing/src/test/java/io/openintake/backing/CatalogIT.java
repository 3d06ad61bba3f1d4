package io.openintake.backing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogIT {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
    private static final Namespace NAMESPACE = Namespace.of("demo");

    @TempDir
    private static Path data;

    private static BackingProcess backing;
    private static JsonNode ready;
    private static RESTCatalog catalog;

    @BeforeAll
    static void start() throws Exception {
        backing = BackingProcess.start(data, "--only", "catalog", "--catalog-faults", "allowed");
        ready = backing.ready();
        catalog = CatalogClient.connect(ready, Map.of());
        catalog.createNamespace(NAMESPACE);
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            catalog.close();
        } finally {
            backing.close();
        }
    }

    @Test
    void givesClientsTheS3SettingsInItsAnswers() throws Exception {
        var table = createTable("storage");
        var file = table.io().newOutputFile(table.location() + "/data/hello");
        try (var out = file.create()) {
            out.write("hello".getBytes(StandardCharsets.UTF_8));
        }
        try (var in = table.io().newInputFile(file.location()).newStream()) {
            assertEquals("hello", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void publishesACommitToOtherClients() throws Exception {
        createTable("commits").newAppend().appendFile(fileOf(7)).commit();
        try (var other = CatalogClient.connect(ready, Map.of())) {
            assertEquals(7, rows(other.loadTable(TableIdentifier.of(NAMESPACE, "commits"))));
        }
    }

    @Test
    void exchangesThePersonalAccessTokenForOneThatTheCatalogAccepts() throws Exception {
        var answer = CatalogClient.exchange(
                ready, ready.at("/catalog/personalAccessToken").textValue());
        assertEquals(200, answer.statusCode(), answer.body());
        var token = new ObjectMapper().readTree(answer.body());
        assertEquals(3600, token.required("expires_in").intValue());
        var bearer = Map.of("token", token.required("access_token").textValue());
        try (var client = CatalogClient.connect(ready, bearer)) {
            assertEquals(List.of(NAMESPACE), client.listNamespaces());
        }
    }

    @Test
    void refusesAWrongPersonalAccessToken() throws Exception {
        assertEquals(400, CatalogClient.exchange(ready, "guessed").statusCode());
    }

    @Test
    void refusesAWrongBearer() {
        assertThrows(
                NotAuthorizedException.class,
                () -> CatalogClient.connect(ready, Map.of("token", "1.guessed")).close());
    }

    @Test
    void refusesACommitOnOrderAndLeavesTheTableAsItWas() throws Exception {
        var table = createTable("refused");
        assertEquals(204, CatalogClient.orderFaults(ready, "refuse=1"));
        assertThrows(
                CommitStateUnknownException.class,
                () -> table.newAppend().appendFile(fileOf(1)).commit());
        table.refresh();
        assertEquals(0, rows(table));
    }

    @Test
    void losesTheReplyToACommitOnOrderAndKeepsItsEffect() throws Exception {
        var table = createTable("unheard");
        CatalogClient.orderFaults(ready, "loseReply=1");
        // Iceberg 1.11 looks for its snapshot by itself, and so returns as if nothing had happened
        table.newAppend().appendFile(fileOf(3)).commit();
        assertEquals(3, rows(catalog.loadTable(TableIdentifier.of(NAMESPACE, "unheard"))));
    }

    private static Table createTable(String name) {
        return catalog.createTable(TableIdentifier.of(NAMESPACE, name), SCHEMA, PartitionSpec.unpartitioned());
    }

    private static DataFile fileOf(long rows) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath("s3://openintake/warehouse/rows-" + rows + ".parquet")
                .withFileSizeInBytes(100)
                .withRecordCount(rows)
                .build();
    }

    private static long rows(Table table) {
        var snapshot = table.currentSnapshot();
        return snapshot == null ? 0 : Long.parseLong(snapshot.summary().getOrDefault("total-records", "0"));
    }
}
