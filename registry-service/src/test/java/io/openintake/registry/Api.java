package io.openintake.registry;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** Calls the API of the service under test, in a project of its own unless told otherwise. */
final class Api {
    static final String REGION = "eu01";
    static final String EVERYTHING = "everything";

    static final String PERSONAL_ACCESS_TOKEN = "canary-personal-access-token";
    static final String PASSWORD = "Canary-password-123!";

    private final String token;
    private final String prefix;

    private Api(String token, String prefix) {
        this.token = token;
        this.prefix = prefix;
    }

    /** A token that may do everything, in a project that nobody else uses. */
    static Api inOwnProject() {
        return as(EVERYTHING, UUID.randomUUID().toString());
    }

    /** A token of {@code tokens.json} in this project. */
    static Api as(String tokenName, String project) {
        return new Api(token(tokenName), "/v1beta/projects/" + project + "/regions/" + REGION);
    }

    /** The text of a token of {@code tokens.json}. */
    static String token(String name) {
        return "itk_" + (name + "A".repeat(43)).substring(0, 43);
    }

    Response get(String path) {
        return request().get(prefix + path);
    }

    Response post(String path, Object body) {
        return request().contentType("application/json").body(body).post(prefix + path);
    }

    Response put(String path, Object body) {
        return request().contentType("application/json").body(body).put(prefix + path);
    }

    Response delete(String path) {
        return request().delete(prefix + path);
    }

    RequestSpecification request() {
        return given().header("Authorization", "Bearer " + token);
    }

    String prefix() {
        return prefix;
    }

    /** A new runner's id. */
    String runner() {
        return runner(10, 1000);
    }

    /** A new runner's id. */
    String runner(int maxMessageSizeKiB, int maxMessagesPerHour) {
        return created(post(
                "/intake-runners",
                Map.of(
                        "displayName",
                        "a runner",
                        "maxMessageSizeKiB",
                        maxMessageSizeKiB,
                        "maxMessagesPerHour",
                        maxMessagesPerHour)));
    }

    /** A new intake's id. */
    String intake(String runner) {
        return created(post("/intakes", intakeOrder(runner, Map.of("type", "none"))));
    }

    /** A new intake's id; its token is {@link #PERSONAL_ACCESS_TOKEN}. */
    String dremioIntake(String runner) {
        return created(post(
                "/intakes",
                intakeOrder(
                        runner,
                        Map.of(
                                "type",
                                "dremio",
                                "dremio",
                                Map.of(
                                        "tokenEndpoint",
                                        "https://catalog.example.com/token",
                                        "personalAccessToken",
                                        PERSONAL_ACCESS_TOKEN)))));
    }

    private static Map<String, Object> intakeOrder(String runner, Map<String, Object> auth) {
        return Map.of(
                "displayName",
                "an intake",
                "intakeRunnerId",
                runner,
                "catalog",
                Map.of("uri", "https://catalog.example.com/iceberg", "warehouse", "w", "auth", auth));
    }

    /** A new user's id. */
    String user(String intake) {
        return created(post("/intakes/" + intake + "/users", Map.of("displayName", "a user", "password", PASSWORD)));
    }

    private static String created(Response response) {
        if (response.statusCode() != 201) {
            throw new AssertionError(response.statusCode() + " " + response.asString());
        }
        return response.path("id");
    }
}
