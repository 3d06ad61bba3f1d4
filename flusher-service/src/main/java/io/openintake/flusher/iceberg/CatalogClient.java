package io.openintake.flusher.iceberg;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.BaseHTTPClient;
import org.apache.iceberg.rest.ErrorHandler;
import org.apache.iceberg.rest.HTTPHeaders;
import org.apache.iceberg.rest.HTTPRequest;
import org.apache.iceberg.rest.ImmutableHTTPRequest;
import org.apache.iceberg.rest.ParserContext;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.auth.AuthSession;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.jspecify.annotations.Nullable;

/**
 * Iceberg's REST calls over {@link Transport}. Iceberg's own client posts a commit again on 503 with Retry-After and on
 * 429, which cannot be switched off; this one sends everything once. Sessions that a catalog's answer asks for are not
 * taken up: the one credential is the intake's own.
 */
final class CatalogClient extends BaseHTTPClient {
    private static final int MAX_ANSWER_BYTES = 32 * 1024 * 1024;
    /** Of an answer that is an error; only its code is of use. */
    private static final int MAX_ERROR_BYTES = 64 * 1024;
    /** A small answer can hold more values than fit in memory; metadata with 20,000 snapshots holds fewer. */
    private static final long MAX_ANSWER_TOKENS = 1_000_000;

    private static final int MAX_ANSWER_DEPTH = 256;
    private static final ObjectMapper MAPPER = mapper();

    private final Transport transport;
    private final URI base;
    private final BearerTokens tokens;
    private final CatalogAnswers answers;

    CatalogClient(Transport transport, URI base, BearerTokens tokens, CatalogAnswers answers) {
        this.transport = transport;
        this.base = base;
        this.tokens = tokens;
        this.answers = answers;
    }

    @Override
    public RESTClient withAuthSession(AuthSession session) {
        return this;
    }

    @Override
    protected HTTPRequest buildRequest(
            HTTPRequest.HTTPMethod method,
            String path,
            @Nullable Map<String, String> query,
            @Nullable Map<String, String> headers,
            @Nullable Object body) {
        Map<String, String> all = new LinkedHashMap<>(headers == null ? Map.of() : headers);
        all.put("Accept", "application/json");
        all.put("X-Iceberg-Access-Delegation", "vended-credentials");
        all.put("Content-Type", body instanceof Map ? "application/x-www-form-urlencoded" : "application/json");
        return ImmutableHTTPRequest.builder()
                .baseUri(base)
                .mapper(MAPPER)
                .method(method)
                .path(path)
                .queryParameters(query == null ? Map.of() : query)
                .headers(HTTPHeaders.of(all))
                .body(body)
                .build();
    }

    @Override
    protected <T extends RESTResponse> @Nullable T execute(
            HTTPRequest request,
            @Nullable Class<T> responseType,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders,
            ParserContext context) {
        HttpResponse<byte[]> answer;
        try {
            answer = transport.send(toHttp(request), MAX_ANSWER_BYTES);
        } catch (IOException noAnswer) {
            throw new RESTException(noAnswer, "no answer from the catalog");
        }
        int status = answer.statusCode();
        if (status == 401 || status == 419) {
            tokens.forget();
            throw new NotAuthorizedException("status %s", status);
        }
        if (status < 200 || status >= 300) {
            fail(status, answer.body(), errorHandler);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        answer.headers().map().forEach((name, values) -> {
            // what has no tag is never answered from Iceberg's own table cache
            if (!name.equalsIgnoreCase("etag")) {
                headers.put(name, values.getFirst());
            }
        });
        responseHeaders.accept(headers);
        return responseType == null ? null : read(answer.body(), responseType, context);
    }

    @Override
    protected <T extends RESTResponse> @Nullable T execute(
            HTTPRequest request,
            @Nullable Class<T> responseType,
            Consumer<ErrorResponse> errorHandler,
            Consumer<Map<String, String>> responseHeaders) {
        return execute(
                request,
                responseType,
                errorHandler,
                responseHeaders,
                ParserContext.builder().build());
    }

    private HttpRequest toHttp(HTTPRequest request) {
        URI address = request.requestUri();
        if (!base.getScheme().equals(address.getScheme())
                || !base.getAuthority().equals(address.getAuthority())) {
            throw new Destinations.Forbidden("it is not the catalog's own address");
        }
        String body = request.encodedBody();
        HttpRequest.Builder http = HttpRequest.newBuilder(address)
                .method(
                        request.method().name(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        request.headers().entries().forEach(header -> http.setHeader(header.name(), header.value()));
        tokens.current().ifPresent(token -> http.setHeader("Authorization", "Bearer " + token));
        return http.build();
    }

    private <T extends RESTResponse> T read(byte[] body, Class<T> type, ParserContext context) {
        try {
            T answer = context.isEmpty()
                    ? MAPPER.readerFor(type).readValue(body)
                    : MAPPER.readerFor(type).with(context.toInjectableValues()).readValue(body);
            if (answer == null) {
                throw new RESTException("the catalog's answer is null");
            }
            return answers.clean(answer, type);
        } catch (IOException | IllegalArgumentException | NullPointerException unusable) {
            throw new RESTException(unusable, "the catalog's answer cannot be read");
        }
    }

    /** Lets Iceberg's handler choose the exception; the body goes no further than into that. */
    private static void fail(int status, byte[] body, Consumer<ErrorResponse> errorHandler) {
        ErrorResponse error = null;
        try {
            if (body.length > 0 && body.length <= MAX_ERROR_BYTES && errorHandler instanceof ErrorHandler handler) {
                error = handler.parseResponse(status, new String(body, StandardCharsets.UTF_8));
            }
        } catch (RuntimeException notAnErrorResponse) {
            error = null;
        }
        errorHandler.accept(
                error != null
                        ? error
                        : ErrorResponse.builder()
                                .responseCode(status)
                                .withType("RESTException")
                                .withMessage("status " + status)
                                .build());
        throw new RESTException("status %s", status);
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper(JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxTokenCount(MAX_ANSWER_TOKENS)
                        .maxNestingDepth(MAX_ANSWER_DEPTH)
                        .build())
                .build());
        mapper.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        RESTSerializers.registerAll(mapper);
        return mapper;
    }

    /** The transport outlives it. */
    @Override
    public void close() {}
}
