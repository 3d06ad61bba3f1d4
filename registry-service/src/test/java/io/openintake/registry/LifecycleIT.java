package io.openintake.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.testkit.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An intake's life as it comes out of definitions here and reports from elsewhere. */
@QuarkusTest
final class LifecycleIT {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Api api = Api.inOwnProject();
    private final Neighbours neighbours = new Neighbours();

    @AfterEach
    void close() {
        neighbours.close();
    }

    @Test
    void becomesActiveWhenItsTopicsAreReported() throws Exception {
        String intake = api.intake(api.runner());
        assertEquals("reconciling", state(intake));
        provisioning(intake, 1, ProvisioningReported.Outcome.READY, "");
        awaitState(intake, "active");
    }

    @Test
    void failsWithTheCauseThatIsReported() throws Exception {
        String intake = api.intake(api.runner());
        provisioning(intake, 1, ProvisioningReported.Outcome.READY, "");
        neighbours.publish(failedSince(intake, 1, Instant.now()));
        awaitState(intake, "failed");
        assertEquals(
                "catalog-denied: the catalog denies access",
                api.get("/intakes/" + intake).path("failure_message"));
        delivery(intake, 2, DeliveryReported.State.HEALTHY, "", "");
        awaitState(intake, "active");
    }

    @Test
    void givesAChangedDestinationASecondChance() throws Exception {
        String runner = api.runner();
        String intake = api.dremioIntake(runner);
        provisioning(intake, 1, ProvisioningReported.Outcome.READY, "");
        neighbours.publish(failedSince(intake, 1, Instant.now()));
        awaitState(intake, "failed");
        var changed = api.put(
                "/intakes/" + intake,
                Map.of(
                        "intakeRunnerId",
                        runner,
                        "catalog",
                        Map.of("auth", Map.of("dremio", Map.of("personalAccessToken", "new one")))));
        assertEquals("reconciling", changed.path("state"), changed.asString());
        neighbours.publish(failedSince(intake, 2, Instant.now().plusSeconds(1)));
        awaitState(intake, "failed");
    }

    @Test
    void countsDeadLettersAndShowsTheLastOne() throws Exception {
        String intake = api.intake(api.runner());
        neighbours.publish(new DeadLettersReported(
                IntakeId.parse(intake), 1, 12, 7, "not-json", "no JSON at byte 3", Optional.of(NOW)));
        Eventually.equal("the count", 12, () -> api.get("/intakes/" + intake).path("undeliveredMessageCount"));
        assertEquals(7, api.get("/intakes/" + intake).<Integer>path("openDeadLetterCount"));
        assertEquals(
                "not-json: no JSON at byte 3", api.get("/intakes/" + intake).path("failure_message"));
    }

    @Test
    void deletesAnIntakeWithoutUsersOnceItsTopicsAreGone() throws Exception {
        String runner = api.runner();
        String intake = api.dremioIntake(runner);
        assertEquals(204, api.delete("/intakes/" + intake + "?force=false").statusCode());
        assertEquals("deleting", state(intake));
        assertEquals(409, newUser(intake));
        assertEquals(204, api.delete("/intake-runners/" + runner).statusCode());
        assertEquals("deleting", api.get("/intake-runners/" + runner).path("state"));
        provisioning(intake, 1, ProvisioningReported.Outcome.REMOVED, "");
        awaitGone("/intakes/" + intake);
        awaitGone("/intake-runners/" + runner);
        awaitTombstone(InternalTopic.REGISTRY_EVENTS, intake, 3);
        awaitTombstone(InternalTopic.REGISTRY_EVENTS, runner, 3);
        awaitTombstone(InternalTopic.SECRETS, intake, 2);
    }

    @Test
    void waitsForTheLastUserOfADeletedIntake() throws Exception {
        String intake = api.intake(api.runner());
        String user = api.user(intake);
        assertEquals(204, api.delete("/intakes/" + intake).statusCode());
        provisioning(intake, 1, ProvisioningReported.Outcome.REMOVED, "");
        Eventually.holds("the report is here", () -> status(intake).contains("\"removed\""));
        assertEquals("deleting", state(intake));
        assertEquals(204, api.delete("/intakes/" + intake + "/users/" + user).statusCode());
        awaitGone("/intakes/" + intake);
        awaitTombstone(InternalTopic.USERS, user, 2);
    }

    @Test
    void takesChildrenAlongWhenForced() throws Exception {
        String runner = api.runner();
        String intake = api.intake(runner);
        String user = api.user(intake);
        assertEquals(
                204, api.delete("/intake-runners/" + runner + "?force=true").statusCode());
        assertEquals(404, api.get("/intakes/" + intake + "/users/" + user).statusCode());
        assertEquals("deleting", state(intake));
        assertEquals(409, api.post("/intakes", order(runner)).statusCode());
        Eventually.equal(
                "the definition",
                Lifecycle.DISCARDING,
                () -> newestIntake(intake).lifecycle());
        provisioning(intake, 1, ProvisioningReported.Outcome.REMOVED, "");
        awaitGone("/intakes/" + intake);
        awaitGone("/intake-runners/" + runner);
    }

    @Test
    void refusesAnotherTableWhileMessagesAreBuffered() throws Exception {
        String runner = api.runner();
        String intake = api.intake(runner);
        Map<String, ?> elsewhere =
                Map.of("intakeRunnerId", runner, "catalog", Map.of("warehouse", "elsewhere", "namespace", "a.b"));
        neighbours.topic("intake-" + intake, 1, 3);
        var refused = api.put("/intakes/" + intake, elsewhere);
        assertEquals(409, refused.statusCode());
        assertEquals("messages-buffered", refused.path("code"));
        flushed(intake, 1, new Position(3, 3, 0, 0, 0, 0));
        Eventually.equal(
                "the move", 200, () -> api.put("/intakes/" + intake, elsewhere).statusCode());
        assertEquals("elsewhere", api.get("/intakes/" + intake).path("catalog.warehouse"));
    }

    @Test
    void accountsForEveryMessageAndSaysWhenOneIsMissing() throws Exception {
        String intake = api.intake(api.runner());
        neighbours.topic("intake-" + intake, 3, 10);
        neighbours.publish(
                new DeadLettersReported(IntakeId.parse(intake), 1, 2, 2, "not-json", "no", Optional.of(NOW)));
        flushed(intake, 1, new Position(7, 4, 2, 0, 1, 0));
        Eventually.equal("the ledger", 4, () -> ledger(intake).path("delivered"));
        Eventually.equal("nothing is missing", 0, () -> ledger(intake).path("unaccounted"));
        var ledger = ledger(intake);
        assertEquals(9, ledger.<Integer>path("accepted"));
        assertEquals(3, ledger.<Integer>path("backlog"));
        assertEquals(2, ledger.<Integer>path("deadLettered"));
        assertEquals(3, ledger.<List<?>>path("partitions").size());
        neighbours.publish(
                new DeadLettersReported(IntakeId.parse(intake), 2, 1, 1, "not-json", "no", Optional.of(NOW)));
        Eventually.equal("a missing dead letter", 1, () -> ledger(intake).path("unaccounted"));
    }

    @Test
    void showsStatusAndUsageAndTakesAFlush() throws Exception {
        String runner = api.runner(1, 100);
        String intake = api.intake(runner);
        assertEquals("unknown", api.get("/intake-runners/" + runner + "/usage").path("state"));
        neighbours.publish(new UsageReported(
                RunnerId.parse(runner), 1, UsageReported.State.BLOCKED, 9, 10, 3, 2400, Optional.of(NOW)));
        provisioning(intake, 1, ProvisioningReported.Outcome.READY, "");
        delivery(intake, 1, DeliveryReported.State.DEGRADED, "catalog-slow", "retrying");
        Eventually.equal(
                "health",
                "degraded",
                () -> api.get("/intakes/" + intake + "/status").path("health"));
        Eventually.equal(
                "usage",
                "blocked",
                () -> api.get("/intake-runners/" + runner + "/usage").path("state"));
        var status = api.get("/intakes/" + intake + "/status");
        assertEquals(
                "runner-blocked", status.path("conditions.find { it.type == 'accepting' }.reason"), status.asString());
        assertEquals("2026-01-02T03:04:05.000Z", status.path("lastCommitTime"));
        assertEquals("77", status.path("snapshotId"));
        assertEquals(
                202,
                api.request()
                        .post(api.prefix() + "/intakes/" + intake + "/flush")
                        .statusCode());
        assertTrue(neighbours.all(InternalTopic.COMMANDS).stream()
                .map(LifecycleIT::event)
                .anyMatch(event -> event.equals(new Command.FlushRequested(IntakeId.parse(intake)))));
    }

    private void provisioning(String intake, long version, ProvisioningReported.Outcome outcome, String reason)
            throws Exception {
        neighbours.publish(new ProvisioningReported(IntakeId.parse(intake), version, 1, outcome, reason));
    }

    private static DeliveryReported failedSince(String intake, long version, Instant since) {
        return new DeliveryReported(
                IntakeId.parse(intake),
                version,
                DeliveryReported.State.FAILED,
                "catalog-denied",
                "the catalog denies access",
                since,
                Optional.empty(),
                0,
                Optional.empty());
    }

    private void delivery(String intake, long version, DeliveryReported.State state, String code, String reason)
            throws Exception {
        neighbours.publish(new DeliveryReported(
                IntakeId.parse(intake), version, state, code, reason, NOW, Optional.of(NOW), 77, Optional.of(NOW)));
    }

    private void flushed(String intake, long version, Position position) throws Exception {
        neighbours.publish(
                intake,
                new FlushState(
                        version,
                        "topic-id",
                        "cluster-id",
                        new TreeMap<>(Map.of(0, position)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Map<String, Object> order(String runner) {
        return Map.of(
                "displayName",
                "late",
                "intakeRunnerId",
                runner,
                "catalog",
                Map.of("uri", "https://catalog.example.com", "warehouse", "w"));
    }

    private int newUser(String intake) {
        return api.post("/intakes/" + intake + "/users", Map.of("displayName", "u", "password", Api.PASSWORD))
                .statusCode();
    }

    private String state(String intake) {
        return api.get("/intakes/" + intake).path("state");
    }

    private String status(String intake) {
        return api.get("/intakes/" + intake + "/status").asString();
    }

    private io.restassured.response.Response ledger(String intake) {
        return api.get("/intakes/" + intake + "/ledger");
    }

    private void awaitState(String intake, String expected) {
        Eventually.equal("state of the intake", expected, () -> state(intake));
    }

    private void awaitGone(String path) {
        Eventually.equal(path + " is gone", 404, () -> api.get(path).statusCode());
    }

    private void awaitTombstone(InternalTopic topic, String key, long version) {
        Eventually.holds(
                "tombstone of " + key,
                () -> neighbours.all(topic).stream()
                        .anyMatch(found ->
                                found.key().equals(key) && found.value() == null && versionOf(found) == version));
    }

    private IntakeDefined newestIntake(String intake) {
        return neighbours.all(InternalTopic.REGISTRY_EVENTS).stream()
                .filter(found -> found.key().equals(intake))
                .map(found -> (IntakeDefined) event(found))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }

    private static Event event(ConsumerRecord<String, byte[]> found) {
        return EnvelopeJson.read(found.value()).event();
    }

    private static long versionOf(ConsumerRecord<String, byte[]> found) {
        return Long.parseLong(new String(
                found.headers().lastHeader(EnvelopeJson.VERSION_HEADER).value(),
                java.nio.charset.StandardCharsets.US_ASCII));
    }
}
