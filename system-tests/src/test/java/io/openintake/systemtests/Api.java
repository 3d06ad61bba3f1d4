package io.openintake.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The HTTP APIs as any client uses them. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Rig rig;
    private final String project;

    Api(Rig rig, String project) {
        this.rig = rig;
        this.project = project;
    }

    /** An answer: status, content type and body, parsed when it is JSON. */
    public record Answer(int status, String contentType, String text) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }
    }

    public Answer send(ServiceName service, String method, String path, String body)
            throws IOException, InterruptedException {
        return sendAs(rig.token(), service, method, path, body);
    }

    Answer sendAs(String token, ServiceName service, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("%s/v1beta/projects/%s/regions/local%s"
                        .formatted(rig.endpoints().http(service), project, path)))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(), answer.headers().firstValue("content-type").orElse(""), answer.body());
    }

    public JsonNode created(String path, String body) throws IOException, InterruptedException {
        Answer answer = send(ServiceName.REGISTRY, "POST", path, body);
        if (answer.status() != 201) {
            throw new AssertionError("POST " + path + " answered " + answer.status() + ": " + answer.text());
        }
        return answer.json();
    }

    public JsonNode got(ServiceName service, String path) throws IOException, InterruptedException {
        Answer answer = send(service, "GET", path, "");
        if (answer.status() != 200) {
            throw new AssertionError("GET " + path + " answered " + answer.status() + ": " + answer.text());
        }
        return answer.json();
    }
}
