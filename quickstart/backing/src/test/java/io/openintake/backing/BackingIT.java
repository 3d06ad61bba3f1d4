package io.openintake.backing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackingIT {
    private static final String TOPIC = "kept";

    @TempDir
    private Path data;

    @Test
    void keepsEverythingAcrossAnOrderlyRestart() throws Exception {
        JsonNode first;
        try (var backing = BackingProcess.start(data)) {
            first = backing.ready();
            leaveTraces(first);
            backing.endInput();
            assertEquals(0, backing.awaitExit());
            assertFalse(Files.exists(data.resolve("postgres/postmaster.pid")), "PostgreSQL was stopped too");
        }
        try (var backing = BackingProcess.start(data)) {
            assertTraces(backing.ready());
            assertEquals(first.at("/s3/secretKey"), backing.ready().at("/s3/secretKey"));
            assertEquals(
                    first.at("/catalog/personalAccessToken"), backing.ready().at("/catalog/personalAccessToken"));
        }
    }

    @Test
    void keepsEverythingAcrossACrashAndComesBackOnTheSamePorts() throws Exception {
        JsonNode first;
        try (var backing = BackingProcess.start(data)) {
            first = backing.ready();
            leaveTraces(first);
            backing.kill9();
        }
        try (var backing = BackingProcess.start(data, samePorts(first))) {
            assertEquals(withoutControllerPort(first), withoutControllerPort(backing.ready()));
            assertTraces(first);
        }
    }

    /** Only a second broker needs that port, and none outlives a backing. */
    private static JsonNode withoutControllerPort(JsonNode ready) {
        ObjectNode kept = ready.deepCopy();
        kept.put("kafkaCluster", kept.path("kafkaCluster").textValue().replaceFirst(":\\d+$", ""));
        return kept;
    }

    @Test
    void namesThePortThatIsTakenAndTheOptionThatChangesIt() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var backing =
                        BackingProcess.start(data, "--only", "kafka", "--kafka-port", "" + taken.getLocalPort())) {
            assertFailed(backing, "port " + taken.getLocalPort(), "--kafka-port");
        }
    }

    @Test
    void refusesAFolderThatAnotherBackingUses() throws Exception {
        try (var first = BackingProcess.start(data, "--only", "s3");
                var second = BackingProcess.start(data, "--only", "s3")) {
            first.ready();
            assertFailed(second, "in use by another backing", data.toString());
        }
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws Exception {
        var file = Files.createFile(data.resolve("file"));
        try (var backing = BackingProcess.start(file.resolve("inside"), "--only", "s3")) {
            assertFailed(backing, file.toString(), "--data");
        }
    }

    @Test
    void saysWhatToDoWherePostgresMustNotRunAsRoot() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"));
        // without a PATH there is no unshare
        try (var backing = BackingProcess.start(List.of("env", "PATH=/nowhere"), data, "--only", "postgres")) {
            assertFailed(backing, "refuses to run as root", "ordinary user");
        }
    }

    @Test
    void leavesAForeignProcessAloneThatHasThePostgresNumberNow() throws Exception {
        try (var backing = BackingProcess.start(data, "--only", "postgres")) {
            backing.ready();
        }
        var own = ProcessHandle.current().pid();
        Files.writeString(data.resolve("postgres/postmaster.pid"), own + "\n" + data.resolve("postgres") + "\n");
        try (var backing = BackingProcess.start(data, "--only", "postgres")) {
            backing.ready();
        }
    }

    @Test
    void asksForATokenWhereOneIsRequiredAndEndsItsLife() throws Exception {
        try (var backing = BackingProcess.start(
                data, "--only", "catalog", "--catalog-auth", "required", "--token-lifetime-seconds", "0")) {
            assertThrows(
                    NotAuthorizedException.class,
                    () -> CatalogClient.connect(backing.ready(), Map.of()).close());
            var pat = backing.ready().at("/catalog/personalAccessToken").textValue();
            var answer = CatalogClient.exchange(backing.ready(), pat);
            var token = answer.body().replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
            assertThrows(
                    NotAuthorizedException.class,
                    () -> CatalogClient.connect(backing.ready(), Map.of("token", token))
                            .close());
        }
    }

    private static void assertFailed(BackingProcess backing, String... expected) throws Exception {
        assertTrue(backing.line().startsWith("FAILED "), backing.line());
        for (var part : expected) {
            assertTrue(backing.line().contains(part), backing.line());
        }
        assertEquals(1, backing.awaitExit());
    }

    private static void leaveTraces(JsonNode ready) throws Exception {
        try (var admin = admin(ready)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        try (var connection = postgres(ready);
                var statement = connection.createStatement()) {
            statement.execute("create table kept (id int)");
        }
        try (var catalog = CatalogClient.connect(ready, Map.of())) {
            catalog.createNamespace(Namespace.of(TOPIC));
        }
    }

    private static void assertTraces(JsonNode ready) throws Exception {
        try (var admin = admin(ready)) {
            assertTrue(admin.listTopics().names().get().contains(TOPIC));
        }
        try (var connection = postgres(ready);
                var statement = connection.createStatement()) {
            assertTrue(statement.execute("select * from kept"));
        }
        try (var catalog = CatalogClient.connect(ready, Map.of())) {
            assertArrayEquals(
                    new Namespace[] {Namespace.of(TOPIC)},
                    catalog.listNamespaces().toArray());
        }
    }

    private static Admin admin(JsonNode ready) {
        return Admin.create(Map.of("bootstrap.servers", ready.at("/kafka").textValue()));
    }

    private static Connection postgres(JsonNode ready) throws SQLException {
        var at = ready.at("/postgres");
        var url = "jdbc:postgresql://%s:%d/%s"
                .formatted(
                        at.get("host").textValue(),
                        at.get("port").intValue(),
                        at.get("database").textValue());
        return DriverManager.getConnection(
                url, at.get("user").textValue(), at.get("password").textValue());
    }

    private static String[] samePorts(JsonNode ready) {
        return new String[] {
            "--kafka-port", port(ready.at("/kafka")),
            "--postgres-port", ready.at("/postgres/port").asText(),
            "--s3-port", port(ready.at("/s3/endpoint")),
            "--catalog-port", port(ready.at("/catalog/uri"))
        };
    }

    private static String port(JsonNode address) {
        return address.textValue().replaceAll(".*:", "");
    }
}
