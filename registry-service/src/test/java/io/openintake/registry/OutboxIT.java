package io.openintake.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.event.CredentialStored;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.UserDefined;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.testkit.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is stored is told, in order, whole, and without a secret. */
@QuarkusTest
final class OutboxIT {
    private static final int WRITERS = 16;
    private static final int CHANGES_EACH = 25;
    private static final int RESOURCES = 8;

    private final Api api = Api.inOwnProject();
    private final Neighbours neighbours = new Neighbours();
    private final DataSource database;

    OutboxIT(DataSource database) {
        this.database = database;
    }

    @AfterEach
    void close() {
        neighbours.close();
    }

    @Test
    void tellsEveryChangeOfSixteenParallelWritersInOrder() throws Exception {
        List<String> runners = new ArrayList<>();
        for (int i = 0; i < RESOURCES; i++) {
            runners.add(api.runner());
        }
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                RandomGenerator random = new java.util.Random(writer);
                all.add(writers.submit(() -> {
                    for (int i = 0; i < CHANGES_EACH; i++) {
                        String runner = runners.get(random.nextInt(RESOURCES));
                        assertEquals(
                                200,
                                api.put("/intake-runners/" + runner, Map.of("displayName", "n" + i))
                                        .statusCode());
                    }
                    return null;
                }));
            }
            for (Future<?> writer : all) {
                writer.get();
            }
        }
        long expected = RESOURCES + (long) WRITERS * CHANGES_EACH;
        Eventually.equal(
                "records on the topic",
                expected,
                () -> versions(runners).values().stream().mapToLong(List::size).sum());
        versions(runners).forEach((runner, versions) -> {
            List<Long> rising = new ArrayList<>();
            for (long version = 1; version <= versions.size(); version++) {
                rising.add(version);
            }
            assertEquals(rising, versions, runner);
            assertEquals("\"" + versions.size() + "\"", etag(runner));
        });
    }

    @Test
    void givesUpTheLeadWithItsConnectionAndTakesItAgain() throws Exception {
        String before = api.runner();
        Eventually.holds("published", () -> versions(List.of(before)).containsKey(before));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'");
        }
        String after = api.runner();
        Eventually.holds("published again", () -> versions(List.of(after)).containsKey(after));
    }

    @Test
    void tellsOfAResourceAllThatItsServicesNeed() throws Exception {
        String runner = api.runner();
        String intake = api.dremioIntake(runner);
        String user = api.user(intake);
        RunnerDefined runnerDefined = (RunnerDefined) newest(InternalTopic.REGISTRY_EVENTS, runner);
        assertEquals(runner + ".intake.example.com:9094", runnerDefined.host());
        IntakeDefined intakeDefined = (IntakeDefined) newest(InternalTopic.REGISTRY_EVENTS, intake);
        assertEquals(1, intakeDefined.credentialVersion());
        assertEquals(300, intakeDefined.flushInterval().toSeconds());
        UserDefined userDefined = (UserDefined) newest(InternalTopic.USERS, user);
        assertEquals(16_384, userDefined.sha512().iterations());
        CredentialStored credential = (CredentialStored) newest(InternalTopic.SECRETS, intake);
        assertEquals(1, credential.version());
        assertEquals(Api.PERSONAL_ACCESS_TOKEN, TestKeys.cipher().open(credential));
    }

    @Test
    void tellsANewCredentialVersionWhenThePasswordChanges() throws Exception {
        String intake = api.intake(api.runner());
        String user = api.user(intake);
        UserDefined before = (UserDefined) newest(InternalTopic.USERS, user);
        String path = "/intakes/" + intake + "/users/" + user;
        assertEquals(
                200,
                api.put(path, Map.of("displayName", "renamed", "password", "")).statusCode());
        awaitVersion(InternalTopic.USERS, user, 2);
        UserDefined renamed = (UserDefined) newest(InternalTopic.USERS, user);
        assertEquals(before.sha512(), renamed.sha512());
        assertEquals(1, renamed.credentialVersion());
        assertEquals(200, api.put(path, Map.of("password", "Another-pass-123")).statusCode());
        awaitVersion(InternalTopic.USERS, user, 3);
        UserDefined changed = (UserDefined) newest(InternalTopic.USERS, user);
        assertEquals(2, changed.credentialVersion());
        assertFalse(before.sha512().equals(changed.sha512()));
    }

    @Test
    void keepsSecretsOutOfDatabaseAndTopics() throws Exception {
        String intake = api.dremioIntake(api.runner());
        api.user(intake);
        newest(InternalTopic.SECRETS, intake);
        for (String canary : List.of(Api.PASSWORD, Api.PERSONAL_ACCESS_TOKEN)) {
            for (InternalTopic topic : InternalTopic.values()) {
                neighbours.all(topic).stream()
                        .filter(found -> found.value() != null)
                        .forEach(found -> assertFalse(
                                new String(found.value(), StandardCharsets.ISO_8859_1).contains(canary),
                                topic.topicName()));
            }
            assertFalse(dump().contains(canary));
        }
        assertTrue(dump().contains(intake), "the dump is one");
    }

    @Test
    void showsItsLag() {
        String metrics = RestAssured.get("/q/metrics").asString();
        assertTrue(metrics.contains(RegistryMetrics.OUTBOX_LAG_SECONDS), metrics);
        assertTrue(metrics.contains(RegistryMetrics.OUTBOX_PUBLISHED + "_total"));
    }

    private Map<String, List<Long>> versions(List<String> keys) {
        Map<String, List<Long>> versions = new HashMap<>();
        for (ConsumerRecord<String, byte[]> found : neighbours.all(InternalTopic.REGISTRY_EVENTS)) {
            if (keys.contains(found.key())) {
                versions.computeIfAbsent(found.key(), key -> new ArrayList<>())
                        .add(EnvelopeJson.read(found.value()).event().version());
            }
        }
        return Collections.unmodifiableMap(versions);
    }

    private Object newest(InternalTopic topic, String key) {
        return Eventually.value(
                "record of " + key,
                () -> neighbours.all(topic).stream()
                        .filter(found -> found.key().equals(key))
                        .map(found -> EnvelopeJson.read(found.value()).event())
                        .reduce((older, newer) -> newer));
    }

    private void awaitVersion(InternalTopic topic, String key, long version) {
        Eventually.holds(
                "version " + version,
                () -> neighbours.all(topic).stream()
                        .anyMatch(found -> found.key().equals(key)
                                && EnvelopeJson.read(found.value()).event().version() == version));
    }

    private String etag(String runner) {
        return api.get("/intake-runners/" + runner).header("ETag");
    }

    /** Every row of every table of ours, as text. */
    private String dump() throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("runner", "intake", "intake_user", "credential", "outbox")) {
                String columns = table.equals("outbox") ? "t::text, encode(t.payload, 'escape')" : "t::text, ''";
                try (ResultSet rows = statement.executeQuery("select " + columns + " from registry." + table + " t")) {
                    while (rows.next()) {
                        dump.append(rows.getString(1)).append(rows.getString(2)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }
}
