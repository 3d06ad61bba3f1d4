package io.openintake.registry;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The committed document says what the service does, and is what it serves. */
@QuarkusTest
final class OpenApiIT {
    private static final String PREFIX = "/v1beta/projects/{projectId}/regions/{regionId}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api = Api.inOwnProject();

    @Test
    void listsTheOperationsThatAreServed() throws Exception {
        List<String> listed = new ArrayList<>();
        document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> listed.add(method.toUpperCase(java.util.Locale.ROOT) + " "
                                + path.getKey().substring(PREFIX.length()).replaceAll("\\{[^}]+}", "{}"))));
        assertEquals(Routes.ofAllResources(), listed.stream().sorted().toList());
    }

    @Test
    void describesEveryAnswer() throws Exception {
        String runner = api.runner();
        String intake = api.dremioIntake(runner);
        String user = api.user(intake);
        assertMatches("Runner", api.get("/intake-runners/" + runner));
        assertMatches("Usage", api.get("/intake-runners/" + runner + "/usage"));
        assertMatches("Intake", api.get("/intakes/" + intake));
        assertMatches("User", api.get("/intakes/" + intake + "/users/" + user));
        assertMatches("ListRunners", api.get("/intake-runners"));
        assertMatches("ListIntakes", api.get("/intakes"));
        assertMatches("ListUsers", api.get("/intakes/" + intake + "/users"));
        assertMatches("Status", api.get("/intakes/" + intake + "/status"));
        assertMatches("Ledger", api.get("/intakes/" + intake + "/ledger"));
        assertMatches("Problem", api.post("/intakes", "{}"));
    }

    @Test
    void hasNothingThatBreaksGeneratedClients() throws Exception {
        String text = document().toString();
        assertTrue(!text.contains("\\p{") && !text.contains("\"pattern\""), "a pattern");
        for (String update : List.of("UpdateRunner", "UpdateIntake", "UpdateUser", "CatalogPatch")) {
            assertTrue(!schema(update).toString().contains("\"default\""), update);
        }
    }

    private static void assertMatches(String schema, Response response) throws Exception {
        assertMatches(schema, "", schema(schema), JSON.readTree(response.asByteArray()));
    }

    /** Every required key is there, every key is described, at every level. */
    private static void assertMatches(String name, String at, JsonNode schema, JsonNode value) throws Exception {
        String where = name + at;
        JsonNode resolved = schema.has("$ref") ? schema(schema.path("$ref").asText()) : schema;
        if (resolved.path("type").asText().equals("array")) {
            assertTrue(value.isArray(), where);
            for (JsonNode element : value) {
                assertMatches(name, at + "/*", resolved.path("items"), element);
            }
        } else if (resolved.has("properties")) {
            for (JsonNode required : resolved.path("required")) {
                assertTrue(value.has(required.asText()), where + " lacks " + required);
            }
            for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
                String key = names.next();
                assertTrue(resolved.path("properties").has(key), where + " has undescribed " + key);
                assertMatches(name, at + "/" + key, resolved.path("properties").path(key), value.path(key));
            }
        } else if (resolved.has("enum")) {
            List<String> choices = new ArrayList<>();
            resolved.path("enum").forEach(choice -> choices.add(choice.asText()));
            assertTrue(choices.contains(value.asText()), where + " is " + value);
        }
    }

    private static JsonNode schema(String reference) throws Exception {
        JsonNode found =
                document().path("components").path("schemas").path(reference.substring(reference.lastIndexOf('/') + 1));
        assertTrue(found.isObject(), reference);
        return found;
    }

    private static JsonNode document() throws Exception {
        return JSON.readTree(given().get("/q/openapi?format=json").asByteArray());
    }
}
