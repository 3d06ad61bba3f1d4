package io.openintake.registry;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every operation times every action times own and other project; what is expected comes from one table. */
@QuarkusTest
final class AuthorizationIT {
    /** The project that the tokens {@code only-...} are for. */
    private static final String PROJECT = "11111111-1111-4111-8111-111111111111";

    private static final List<String> ACTIONS = List.of("list", "create", "get", "update", "delete");
    private static final String ID = UUID.randomUUID().toString();

    private record Operation(String method, String path, String action) {
        static Operation of(String line) {
            String[] parts = line.split(" ", 3);
            return new Operation(parts[0], parts[1].replace("{id}", ID), parts[2]);
        }
    }

    private static final List<Operation> OPERATIONS =
            Arrays.stream("""
            GET /intake-runners list
            POST /intake-runners create
            GET /intake-runners/{id} get
            PUT /intake-runners/{id} update
            DELETE /intake-runners/{id} delete
            GET /intake-runners/{id}/usage get
            GET /intakes list
            POST /intakes create
            GET /intakes/{id} get
            PUT /intakes/{id} update
            DELETE /intakes/{id} delete
            GET /intakes/{id}/status get
            GET /intakes/{id}/ledger get
            POST /intakes/{id}/flush update
            POST /intakes/{id}/accept-gap update
            POST /intakes/{id}/answer-commit update
            POST /intakes/{id}/force-move update
            POST /intakes/{id}/rebuild-state update
            GET /intakes/{id}/users list
            POST /intakes/{id}/users create
            GET /intakes/{id}/users/{id} get
            PUT /intakes/{id}/users/{id} update
            DELETE /intakes/{id}/users/{id} delete
            """.strip().split("\n")).map(Operation::of).toList();

    @Test
    void allowsEachOperationToItsActionOnly() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : OPERATIONS) {
            for (String action : ACTIONS) {
                int status = call(operation, Api.token("only-" + action), PROJECT, Api.REGION)
                        .statusCode();
                boolean allowed = action.equals(operation.action());
                // the ids name nothing and the bodies are empty, so whoever is let in hears 200, 400 or 404
                boolean asExpected = allowed ? List.of(200, 400, 404).contains(status) : status == 403;
                if (!asExpected) {
                    wrong.add(operation + " with only-" + action + " -> " + status);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void hidesOtherProjectsAndRegionsAlike() {
        for (Operation operation : OPERATIONS) {
            String token = Api.token("only-" + operation.action());
            Response project = call(operation, token, UUID.randomUUID().toString(), Api.REGION);
            Response region = call(operation, token, PROJECT, "eu99");
            assertEquals(404, project.statusCode(), operation.toString());
            assertEquals(404, region.statusCode(), operation.toString());
            assertEquals(project.asString(), region.asString());
        }
    }

    @Test
    void refusesWhoeverHasNoValidToken() {
        for (Operation operation : OPERATIONS) {
            for (String token : List.of("", "itk_wrong", Api.token("expired"), Api.token("everything") + "x")) {
                Response response = call(operation, token, PROJECT, Api.REGION);
                assertEquals(401, response.statusCode(), operation + " with " + token);
                assertEquals("Bearer", response.header("WWW-Authenticate"));
            }
        }
        assertEquals(401, given().get(path("/intakes")).statusCode());
        assertEquals(
                401,
                given().header("Authorization", "Basic " + Api.token("everything"))
                        .get(path("/intakes"))
                        .statusCode());
    }

    @Test
    void letsATokenThatOnlyReadsMessagesDoNothingHere() {
        for (Operation operation : OPERATIONS) {
            assertEquals(
                    403,
                    call(operation, Api.token("messages"), PROJECT, Api.REGION).statusCode());
        }
    }

    @Test
    void answersForAResourceOfAnotherProjectAsForNone() {
        Api owner = Api.inOwnProject();
        Api stranger = Api.inOwnProject();
        String runner = owner.runner();
        String intake = owner.intake(runner);
        String user = owner.user(intake);
        for (String path : List.of(
                "/intake-runners/" + runner,
                "/intakes/" + intake,
                "/intakes/" + intake + "/users/" + user,
                "/intakes/" + intake + "/users",
                "/intakes/" + intake + "/ledger")) {
            assertEquals(200, owner.get(path).statusCode(), path);
            Response foreign = stranger.get(path);
            Response unknown =
                    stranger.get(path.replace(runner, ID).replace(intake, ID).replace(user, ID));
            assertEquals(404, foreign.statusCode(), path);
            assertEquals(unknown.asString(), foreign.asString());
        }
        assertEquals(
                404,
                stranger.delete("/intake-runners/" + runner + "?force=true").statusCode());
        assertEquals(200, owner.get("/intake-runners/" + runner).statusCode());
    }

    @Test
    void coversEveryOperationThatTheServiceHas() throws Exception {
        List<String> served = Routes.ofAllResources();
        List<String> listed = OPERATIONS.stream()
                .map(operation -> operation.method() + " " + operation.path().replace(ID, "{}"))
                .sorted()
                .toList();
        assertEquals(served, listed);
        assertTrue(served.size() >= 15);
    }

    private static Response call(Operation operation, String token, String project, String region) {
        var request = given().header("Authorization", "Bearer " + token);
        if (List.of("POST", "PUT").contains(operation.method())) {
            request.contentType("application/json").body("{}");
        }
        return request.request(
                operation.method(), "/v1beta/projects/" + project + "/regions/" + region + operation.path());
    }

    private static String path(String path) {
        return "/v1beta/projects/" + PROJECT + "/regions/" + Api.REGION + path;
    }
}
