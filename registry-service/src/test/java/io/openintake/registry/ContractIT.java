package io.openintake.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the real clients demand of an answer, and the rules that they rely on. */
@QuarkusTest
final class ContractIT {
    private final Api api = Api.inOwnProject();

    @Test
    void givesEveryRequiredKeyAtEveryLevel() {
        String runner = api.runner();
        String intake = api.dremioIntake(runner);
        String user = api.user(intake);
        assertKeys(
                api.get("/intake-runners/" + runner),
                "",
                "id displayName state create_time uri maxMessageSizeKiB maxMessagesPerHour");
        Response found = api.get("/intakes/" + intake);
        assertKeys(
                found,
                "",
                "id displayName intakeRunnerId catalog state create_time uri topic deadLetterTopic"
                        + " undeliveredMessageCount");
        assertKeys(found, "catalog", "uri warehouse namespace tableName partitioning auth");
        assertKeys(found, "catalog.auth", "type dremio");
        assertKeys(found, "catalog.auth.dremio", "tokenEndpoint personalAccessToken");
        assertKeys(
                api.get("/intakes/" + intake + "/users/" + user),
                "",
                "id displayName state create_time user type clientConfig");
        assertEquals("intake", found.path("catalog.namespace"));
        assertEquals("none", found.path("catalog.partitioning"));
        assertEquals("intake-" + intake, found.path("topic"));
        assertEquals("deadletter-intake-" + intake, found.path("deadLetterTopic"));
        assertEquals(runner + ".intake.example.com:9094", found.path("uri"));
    }

    @Test
    void neverGivesASecretBack() {
        String intake = api.dremioIntake(api.runner());
        String user = api.user(intake);
        for (Response response : List.of(
                api.get("/intakes/" + intake),
                api.get("/intakes"),
                api.get("/intakes/" + intake + "/users/" + user),
                api.get("/intakes/" + intake + "/users"))) {
            assertFalse(response.asString().contains(Api.PERSONAL_ACCESS_TOKEN));
            assertFalse(response.asString().contains(Api.PASSWORD));
        }
        assertEquals("********", api.get("/intakes/" + intake).path("catalog.auth.dremio.personalAccessToken"));
        Map<String, ?> body = api.get("/intakes/" + intake + "/users/" + user).path("");
        assertFalse(body.containsKey("password"));
    }

    @Test
    void showsTheSameTimeInEveryAnswer() {
        Response created = api.post(
                "/intake-runners", Map.of("displayName", "r", "maxMessageSizeKiB", 1, "maxMessagesPerHour", 1));
        String time = created.path("create_time");
        assertTrue(time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"), time);
        assertTrue(OffsetDateTime.parse(time)
                .isBefore(OffsetDateTime.now(java.time.ZoneOffset.UTC).plusMinutes(1)));
        String id = created.path("id");
        assertEquals(time, api.get("/intake-runners/" + id).path("create_time"));
        assertEquals(
                time,
                api.put("/intake-runners/" + id, Map.of("displayName", "x")).path("create_time"));
        assertEquals(time, api.get("/intake-runners").path("intakeRunners[0].create_time"));
    }

    @Test
    void omitsADescriptionThatWasNeverSetAndKeepsAnEmptyOne() {
        String id = api.runner();
        Map<String, ?> before = api.get("/intake-runners/" + id).path("");
        assertFalse(before.containsKey("description"));
        assertFalse(before.containsKey("labels"));
        assertEquals(
                "", api.put("/intake-runners/" + id, Map.of("description", "")).path("description"));
        assertEquals("", api.get("/intake-runners/" + id).path("description"));
    }

    @Test
    void replacesAndRemovesLabelsAsAWhole() {
        String path = "/intake-runners/" + api.runner();
        assertEquals(
                Map.of("a", "b"),
                api.put(path, Map.of("labels", Map.of("a", "b"))).path("labels"));
        assertEquals(Map.of("a", "b"), api.put(path, Map.of("displayName", "n")).path("labels"));
        assertNull(api.put(path, Map.of("labels", Map.of())).path("labels"));
    }

    @Test
    void keepsAnErrorShortAndMachineReadable() {
        Map<String, Object> wrong = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            wrong.put("unknown-field-with-a-rather-long-name-" + i, "x".repeat(100));
        }
        Response response = api.post("/intake-runners", wrong);
        assertEquals(400, response.statusCode());
        assertTrue(response.contentType().matches("(application|text)/(.+)?json.*"), response.contentType());
        assertTrue(response.asByteArray().length < 500, response.asString());
        assertEquals("invalid-request", response.path("code"));
        assertTrue(response.asString().startsWith("{\"detail\":\""), response.asString());
        assertFalse(response.<List<?>>path("errors").isEmpty());
        for (Response other : List.of(
                api.get("/nothing-here"),
                api.get("/intake-runners/not-an-id"),
                api.request().put(api.prefix() + "/intakes"),
                api.request().contentType("text/plain").body("x").post(api.prefix() + "/intakes"),
                api.post("/intakes", "{\"a\":1,"))) {
            assertTrue(other.contentType().startsWith("application/problem+json"), other.asString());
            assertEquals(other.statusCode(), other.<Integer>path("status"));
        }
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        Response response = api.post("/intake-runners", Map.of("displayName", "x".repeat(300_000)));
        assertEquals(413, response.statusCode());
    }

    @Test
    void neverLetsARunnerShrink() {
        String path = "/intake-runners/" + api.runner(10, 1000);
        assertEquals(
                200,
                api.put(path, Map.of("maxMessageSizeKiB", 10, "maxMessagesPerHour", 1000))
                        .statusCode());
        assertEquals(
                200,
                api.put(path, Map.of("maxMessageSizeKiB", 5, "maxMessagesPerHour", 2000))
                        .statusCode());
        Response smaller = api.put(path, Map.of("maxMessagesPerHour", 1999));
        assertEquals(409, smaller.statusCode());
        assertEquals("capacity-decreased", smaller.path("code"));
        assertEquals(
                200,
                api.put(path, Map.of("maxMessageSizeKiB", 1024, "maxMessagesPerHour", 20480))
                        .statusCode());
        assertEquals(400, api.put(path, Map.of("maxMessagesPerHour", 20481)).statusCode());
        assertEquals(20480, api.get(path).<Integer>path("maxMessagesPerHour"));
    }

    @Test
    void turnsPagesInAStableOrder() {
        Set<String> made = new java.util.HashSet<>();
        for (int i = 0; i < 23; i++) {
            made.add(api.runner());
        }
        assertEquals(
                10, api.get("/intake-runners").<List<?>>path("intakeRunners").size());
        List<String> seen = new ArrayList<>();
        String token = "";
        do {
            Response page = api.get("/intake-runners?pageSize=7&pageToken=" + token);
            assertEquals(200, page.statusCode(), page.asString());
            seen.addAll(page.path("intakeRunners.id"));
            token = page.path("nextPageToken");
        } while (token != null);
        assertEquals(23, seen.size());
        assertEquals(made, new java.util.HashSet<>(seen));
        assertEquals(List.of(), Api.inOwnProject().get("/intakes").path("intakes"));
        for (String query : List.of("pageSize=0", "pageSize=101", "pageSize=x", "pageToken=!", "pageToken=MToxOng")) {
            Response refused = api.get("/intake-runners?" + query);
            assertEquals(400, refused.statusCode(), query);
            assertEquals(query.split("=", -1)[0], refused.path("errors[0].pointer"));
        }
        assertEquals(200, api.get("/intake-runners?pageSize=100").statusCode());
    }

    @Test
    void refusesAChangeOfAnotherVersion() {
        String path = api.prefix() + "/intake-runners/" + api.runner();
        assertEquals("\"1\"", api.request().get(path).header("ETag"));
        assertEquals(200, rename(path, "\"1\"").statusCode());
        Response stale = rename(path, "\"1\"");
        assertEquals(412, stale.statusCode());
        assertEquals("precondition-failed", stale.path("code"));
        assertEquals(200, rename(path, "*").statusCode());
        assertEquals("\"3\"", api.request().get(path).header("ETag"));
        assertEquals(412, api.request().header("If-Match", "\"2\"").delete(path).statusCode());
    }

    @Test
    void givesAClientConfigurationThatJavaReads() throws Exception {
        String runner = api.runner();
        String intake = api.intake(runner);
        Response user = api.get("/intakes/" + intake + "/users/" + api.user(intake));
        Properties java = new Properties();
        java.load(new java.io.StringReader(user.path("clientConfig.java")));
        assertEquals(runner + ".intake.example.com:9094", java.getProperty("bootstrap.servers"));
        assertEquals("SCRAM-SHA-512", java.getProperty("sasl.mechanism"));
        assertEquals("intake-user-" + user.path("id"), user.path("user"));
        assertTrue(java.getProperty("sasl.jaas.config").contains("username=\"" + user.path("user") + "\""));
        assertTrue(user.<String>path("clientConfig.librdkafka").contains("sasl.username=" + user.path("user")));
    }

    @Test
    void refusesARunnerOfAnotherProjectAsAWrongField() {
        String foreign = Api.inOwnProject().runner();
        Response response = api.post(
                "/intakes",
                Map.of(
                        "displayName",
                        "x",
                        "intakeRunnerId",
                        foreign,
                        "catalog",
                        Map.of("uri", "https://catalog.example.com", "warehouse", "w")));
        assertEquals(400, response.statusCode());
        assertEquals("/intakeRunnerId", response.path("errors[0].pointer"));
    }

    private Response rename(String path, String ifMatch) {
        return api.request()
                .header("If-Match", ifMatch)
                .contentType("application/json")
                .body(Map.of("displayName", "renamed"))
                .put(path);
    }

    private static void assertKeys(Response response, String at, String keys) {
        assertEquals(200, response.statusCode(), response.asString());
        Map<String, ?> object = response.path(at);
        assertTrue(object.keySet().containsAll(List.of(keys.split(" ", -1))), object.toString());
    }
}
