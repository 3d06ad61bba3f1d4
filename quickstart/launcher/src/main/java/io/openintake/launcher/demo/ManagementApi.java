package io.openintake.launcher.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.launcher.folder.StackFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The management API, as any HTTP client uses it. */
public final class ManagementApi {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String prefix;
    private final String token;

    /**
     * An API with its project and region.
     *
     * @param token the bearer token
     */
    public ManagementApi(URI root, String project, String region, String token) {
        this.prefix = "%s/v1beta/projects/%s/regions/%s".formatted(root, project, region);
        this.token = token;
    }

    /** The address below which everything of the project lies. */
    public String prefix() {
        return prefix;
    }

    /** Makes a resource below a path of the project, and answers it. */
    public JsonNode create(String path, ObjectNode body) throws IOException, InterruptedException {
        return required(send("POST", path, BodyPublishers.ofString(body.toString())), CREATED, "POST " + path);
    }

    /** Changes a resource, and answers it. */
    public JsonNode update(String path, ObjectNode body) throws IOException, InterruptedException {
        return required(send("PUT", path, BodyPublishers.ofString(body.toString())), OK, "PUT " + path);
    }

    /** A resource that is there. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return required(send("GET", path, BodyPublishers.noBody()), OK, "GET " + path);
    }

    /** A resource that may be there. */
    public Optional<JsonNode> find(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path, BodyPublishers.noBody());
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(required(answer, OK, "GET " + path));
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(prefix + path))
                .timeout(REQUEST_LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode required(HttpResponse<String> answer, int status, String what) {
        if (answer.statusCode() != status) {
            throw new StackFailure(
                    "%s answered %d instead of %d: %s".formatted(what, answer.statusCode(), status, answer.body()));
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new StackFailure("%s did not answer with JSON".formatted(what), e);
        }
    }
}
