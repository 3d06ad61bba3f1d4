package io.openintake.systemtests.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** Stands between flushers and the catalog: passes everything on, holds one commit when asked to, or shuts. */
final class CatalogGate implements AutoCloseable {
    /** Only commits with rows say one of these: ours, and those of Iceberg's Kafka Connect sink. */
    private static final Pattern OF_ROWS = Pattern.compile("openintake\\.rows|kafka\\.connect\\.");

    private static final byte[] ERROR =
            "{\"error\":{\"message\":\"spoilt\",\"type\":\"Spoilt\",\"code\":500}}".getBytes(StandardCharsets.UTF_8);

    private static final Duration LONGEST_HOLD = Duration.ofMinutes(3);

    private final URI catalog;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final AtomicReference<Held> next = new AtomicReference<>();
    private final AtomicReference<Spoiling> spoiling = new AtomicReference<>(Spoiling.NOT);
    private volatile boolean shut;

    CatalogGate(String catalog) throws IOException {
        this.catalog = URI.create(catalog);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where a held commit stands. */
    enum Where {
        /** The catalog has not seen it. */
        REQUEST,
        /** It is applied; the answer is held. */
        ANSWER
    }

    /** What a client hears of a commit that the catalog has applied. */
    enum Spoiling {
        NOT,
        /** 409. */
        CONFLICT,
        /** 503 with Retry-After. */
        RETRY_LATER,
        /** The connection breaks. */
        LOST,
        /** The answer to a second copy of the request, as a load balancer may send it. */
        TWICE
    }

    /** A commit that is held until it is released, whatever became of who sent it. */
    static final class Held {
        private final Where where;
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final CompletableFuture<Integer> status = new CompletableFuture<>();

        private Held(Where where) {
            this.where = where;
        }

        void awaitArrival() throws InterruptedException {
            assertTrue(arrived.await(90, TimeUnit.SECONDS), "no commit came to be held");
        }

        /** Lets it go on; what the catalog says to it. */
        int release() throws Exception {
            released.countDown();
            return status.get(30, TimeUnit.SECONDS);
        }

        private void hold() throws InterruptedException {
            arrived.countDown();
            if (!released.await(LONGEST_HOLD.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("a held commit was never released");
            }
        }
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next commit with rows will be held. */
    Held holdNext(Where where) {
        Held held = new Held(where);
        next.set(held);
        return held;
    }

    /** The next commit with rows will be applied, and answered otherwise. */
    void spoilNext(Spoiling how) {
        spoiling.set(how);
    }

    /** Whether the commit that was to be spoilt has come. */
    boolean hasSpoilt() {
        return spoiling.get() == Spoiling.NOT;
    }

    /** From now on every request breaks off. */
    void shut() {
        shut = true;
    }

    void open() {
        shut = false;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (shut) {
                return;
            }
            boolean isCommit = exchange.getRequestMethod().equals("POST")
                    && OF_ROWS.matcher(new String(body, StandardCharsets.UTF_8)).find();
            Held held = isCommit ? next.getAndSet(null) : null;
            HttpResponse<byte[]> answer = held == null ? pass(exchange, body) : held(held, exchange, body);
            Spoiling how = isCommit ? spoiling.getAndSet(Spoiling.NOT) : Spoiling.NOT;
            switch (how) {
                case NOT -> answer(exchange, answer.statusCode(), answer.body());
                case CONFLICT -> answer(exchange, 409, ERROR);
                case RETRY_LATER -> {
                    exchange.getResponseHeaders().add("Retry-After", "1");
                    answer(exchange, 503, ERROR);
                }
                case LOST -> {}
                case TWICE -> {
                    HttpResponse<byte[]> second = pass(exchange, body);
                    answer(exchange, second.statusCode(), second.body());
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private HttpResponse<byte[]> held(Held held, HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = switch (held.where) {
            case REQUEST -> {
                held.hold();
                yield pass(exchange, body);
            }
            case ANSWER -> {
                HttpResponse<byte[]> applied = pass(exchange, body);
                held.hold();
                yield applied;
            }
        };
        held.status.complete(answer.statusCode());
        return answer;
    }

    private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        URI to = URI.create(catalog.getScheme() + "://" + catalog.getAuthority() + exchange.getRequestURI());
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .timeout(Duration.ofSeconds(30))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : List.of("Authorization", "Content-Type")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }
}
