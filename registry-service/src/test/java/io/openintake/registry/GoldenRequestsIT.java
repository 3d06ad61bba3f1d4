package io.openintake.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.testkit.BackingResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the real clients sent is taken as they sent it. This class also starts the backing for all tests of the module.
 */
@QuarkusTest
@QuarkusTestResource(
        value = BackingResource.class,
        initArgs = {
            @ResourceArg(name = "parts", value = "kafka,postgres"),
            @ResourceArg(name = "intake.bus.replication-factor", value = "1"),
            @ResourceArg(name = "intake.tokens.file", value = "src/test/resources/tokens.json"),
            @ResourceArg(name = "intake.keys.file", value = "src/test/resources/keys.json"),
            @ResourceArg(
                    name = "intake.registry.allowed-http-hosts",
                    value = "dremio.example.com,d.example.com,c,t,127.0.0.1"),
            @ResourceArg(name = "intake.registry.removal-interval", value = "PT0.1S")
        })
final class GoldenRequestsIT {
    private static final Set<String> DELIBERATELY_BAD = Set.of("\"bucket(16\"", "123!\\n\"");

    private final Api api = Api.inOwnProject();

    @Test
    void takesEveryRequestOfTheRealClients() throws IOException {
        List<String> wrong = new ArrayList<>();
        int sent = 0;
        for (JsonNode golden : golden()) {
            if (!golden.path("path").asText().startsWith("/v1beta/")) {
                continue;
            }
            sent++;
            Response response = send(golden);
            if (!isAsExpected(golden, response)) {
                wrong.add(golden.path("method").asText() + " "
                        + golden.path("path").asText() + " "
                        + golden.path("body").asText() + " -> " + response.statusCode() + " " + response.asString());
            }
        }
        assertTrue(sent > 40, "only " + sent + " requests were sent");
        assertEquals(List.of(), wrong);
    }

    private static boolean isAsExpected(JsonNode golden, Response response) {
        String body = golden.path("body").asText();
        if (DELIBERATELY_BAD.stream().anyMatch(body::contains)) {
            return response.statusCode() == 400;
        }
        // some were observed against resources that were gone; here all are there
        int expected = switch (golden.path("method").asText()) {
            case "POST" -> 201;
            case "DELETE" -> 204;
            default -> 200;
        };
        return response.statusCode() == expected;
    }

    private Response send(JsonNode golden) {
        // as small as can be, since a runner never shrinks, and with a token, since some requests change only that
        String runner = api.runner(1, 1);
        String intake = api.dremioIntake(runner);
        String user = golden.path("path").asText().contains("{intakeUserId}") ? api.user(intake) : "";
        String path = golden.path("path")
                .asText()
                .replace("/v1beta/projects/{projectId}/regions/{regionId}", api.prefix())
                .replace("{intakeRunnerId}", runner)
                .replace("{intakeId}", intake)
                .replace("{intakeUserId}", user);
        String body = golden.path("body").asText().replace("\"{uuid}\"", "\"" + runner + "\"");
        RequestSpecification request = api.request();
        golden.path("headers").properties().forEach(header -> {
            if (!Set.of("Authorization", "Content-Length").contains(header.getKey())) {
                request.header(header.getKey(), header.getValue().asText());
            }
        });
        if (!body.isEmpty()) {
            request.body(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        String query = golden.path("query").asText();
        return request.request(golden.path("method").asText(), query.isEmpty() ? path : path + "?" + query);
    }

    private static JsonNode golden() throws IOException {
        try (InputStream file = GoldenRequestsIT.class.getResourceAsStream("/golden-requests.json")) {
            return new ObjectMapper().readTree(file);
        }
    }
}
