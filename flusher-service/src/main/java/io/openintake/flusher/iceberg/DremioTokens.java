package io.openintake.flusher.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a personal access token for a bearer token (RFC 8693 in the form of Dremio's token endpoint) and renews it
 * before it expires.
 */
final class DremioTokens implements BearerTokens {
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);
    private static final Duration MAX_MARGIN = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Transport transport;
    private final URI endpoint;
    private final String personalAccessToken;
    private final InstantSource clock;
    private @Nullable Token token;

    DremioTokens(Transport transport, URI endpoint, String personalAccessToken, InstantSource clock) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.personalAccessToken = personalAccessToken;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<String> current() {
        Token known = token;
        if (known == null || !clock.instant().isBefore(known.renewAt)) {
            known = exchange();
            token = known;
        }
        return Optional.of(known.text);
    }

    @Override
    public synchronized void forget() {
        token = null;
    }

    private Token exchange() {
        Map<String, String> form = new TreeMap<>(Map.of(
                "client_id", "dremio",
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "scope", "dremio.all",
                "subject_token", personalAccessToken,
                "subject_token_type", "urn:ietf:params:oauth:token-type:dremio:personal-access-token"));
        String body = form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        Instant asked = clock.instant();
        HttpResponse<byte[]> answer;
        try {
            answer = transport.send(request, MAX_ANSWER_BYTES);
        } catch (IOException unreachable) {
            throw new Unavailable("gives no answer", unreachable);
        }
        if (answer.statusCode() >= 500 || answer.statusCode() == 429) {
            throw new Unavailable("answers with status " + answer.statusCode(), null);
        }
        if (answer.statusCode() != 200) {
            throw new Refused(answer.statusCode());
        }
        return read(answer.body(), asked);
    }

    private static Token read(byte[] body, Instant asked) {
        try {
            JsonNode json = JSON.readTree(body);
            String text = json.path("access_token").asText("");
            if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new Refused(200);
            }
            long seconds = json.path("expires_in").asLong(DEFAULT_LIFETIME.toSeconds());
            Duration lifetime = Duration.ofSeconds(Math.max(1, Math.min(seconds, 86_400)));
            Duration tenth = lifetime.dividedBy(10);
            return new Token(text, asked.plus(lifetime).minus(tenth.compareTo(MAX_MARGIN) < 0 ? tenth : MAX_MARGIN));
        } catch (IOException notJson) {
            throw new Refused(200);
        }
    }

    private record Token(String text, Instant renewAt) {}

    /** The endpoint fails, which says nothing about the personal access token. */
    static final class Unavailable extends RuntimeException {
        Unavailable(String what, @Nullable Throwable cause) {
            super("the token endpoint " + what, cause);
        }
    }

    /** The endpoint does not give a token for this personal access token. */
    static final class Refused extends RuntimeException {
        Refused(int status) {
            super("the token endpoint gives no token, status " + status);
        }
    }
}
