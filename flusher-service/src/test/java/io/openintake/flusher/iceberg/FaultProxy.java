package io.openintake.flusher.iceberg;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Stands between us and a real catalog or object store; notes every request, passes it on as it is, signature included,
 * and spoils what it is told to.
 */
public final class FaultProxy implements AutoCloseable {
    private static final Set<String> NOT_PASSED_ON =
            Set.of("connection", "content-length", "expect", "upgrade", "transfer-encoding", "http2-settings");

    private final URI real;
    private final HttpServer server;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private volatile Spoiler spoiler = Spoiler.NONE;
    private volatile UnaryOperator<String> rewriting = UnaryOperator.identity();

    /** One request as it came in. */
    public record Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** A commit to a table that is there. */
        public boolean isCommit() {
            return method.equals("POST") && uri.getPath().contains("/tables/");
        }
    }

    /** An answer; status 0 stands for a connection that breaks instead. */
    public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        public static final Answer BROKEN = of(0, "");

        public static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The real server. */
    @FunctionalInterface
    public interface Real {
        Answer ask(Request request) throws IOException;
    }

    /** Decides what becomes of a request. */
    @FunctionalInterface
    public interface Spoiler {
        Spoiler NONE = (request, real) -> real.ask(request);

        Answer answer(Request request, Real real) throws IOException;
    }

    public FaultProxy(String real) throws IOException {
        this.real = URI.create(real);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void spoil(Spoiler next) {
        spoiler = next;
    }

    /** Changes the body of every answer of the real server but those to commits. */
    public void rewrite(UnaryOperator<String> change) {
        rewriting = change;
    }

    public List<Request> seen() {
        return seen;
    }

    /** Lets a request arrive, as if it had travelled until now. */
    public Answer deliver(Request late) throws IOException {
        return pass(late);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes());
        seen.add(request);
        Answer answer = spoiler.answer(request, this::pass);
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        answer.headers().forEach((name, values) -> {
            boolean ours = NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT));
            if (!ours || (request.method().equals("HEAD") && name.equalsIgnoreCase("content-length"))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
            }
        });
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
        exchange.close();
    }

    private Answer pass(Request request) throws IOException {
        URI address = URI.create(real.getScheme() + "://" + real.getAuthority() + request.uri());
        HttpRequest.Builder passed = HttpRequest.newBuilder(address)
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> passed.header(name, value));
            }
        });
        HttpResponse<byte[]> answer;
        try {
            answer = client.send(passed.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        byte[] body = request.isCommit() || answer.body().length == 0
                ? answer.body()
                : rewriting
                        .apply(new String(answer.body(), StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1);
        return new Answer(answer.statusCode(), answer.headers().map(), body);
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }
}
