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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Stands between us and the real catalog; passes everything on and spoils the answers that it is told to. */
final class CatalogProxy implements AutoCloseable {
    private final URI catalog;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile URI commitsGoTo = URI.create("/");
    private final List<String> commits = new CopyOnWriteArrayList<>();
    private volatile Spoiling spoiling = Spoiling.NOTHING;
    private volatile UnaryOperator<String> rewriting = UnaryOperator.identity();

    /**
     * What happens to a commit.
     *
     * @param status answered instead of the catalog's; 0 for a connection that breaks
     */
    record Spoiling(boolean isActive, boolean reachesCatalog, int status, String body, Runnable meanwhile) {
        static final Spoiling NOTHING = new Spoiling(false, true, 200, "", () -> {});

        /** The catalog applies the commit; then, after what happens meanwhile, another answer. */
        static Spoiling applied(int status, Runnable meanwhile) {
            return new Spoiling(
                    true,
                    true,
                    status,
                    "{\"error\":{\"message\":\"SECRET-CANARY\",\"type\":\"T\",\"code\":" + status + "}}",
                    meanwhile);
        }

        /** The catalog never sees it. */
        static Spoiling lost(int status) {
            return new Spoiling(true, false, status, "SECRET-CANARY", () -> {});
        }
    }

    CatalogProxy(String catalog) throws IOException {
        this.catalog = URI.create(catalog);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::handle);
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void spoil(Spoiling next) {
        spoiling = next;
    }

    /** Changes the body of every answer that is no commit's. */
    void rewrite(UnaryOperator<String> change) {
        rewriting = change;
    }

    /** The bodies of all commits that were posted. */
    List<String> commits() {
        return commits;
    }

    /** Lets the first commit arrive once more, as if it had travelled until now; the catalog's status. */
    int deliverAgain() throws IOException {
        HttpRequest late = HttpRequest.newBuilder(address(commitsGoTo))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(commits.getFirst()))
                .build();
        return send(late).statusCode();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean isCommit = exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().contains("/tables/");
        if (isCommit) {
            commitsGoTo = exchange.getRequestURI();
            commits.add(new String(body, StandardCharsets.UTF_8));
        }
        if (isCommit && spoiling.isActive()) {
            spoilt(exchange, body, spoiling);
            return;
        }
        HttpResponse<byte[]> answer = pass(exchange, body);
        byte[] changed = isCommit
                ? answer.body()
                : rewriting
                        .apply(new String(answer.body(), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
        answer(exchange, answer.statusCode(), changed);
    }

    private void spoilt(HttpExchange exchange, byte[] body, Spoiling now) throws IOException {
        if (now.reachesCatalog()) {
            pass(exchange, body);
            now.meanwhile().run();
        }
        if (now.status() == 0) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().add("Retry-After", "1");
        answer(exchange, now.status(), now.body().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String header : List.of("Authorization", "Content-Type")) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return send(request.build());
    }

    private URI address(URI path) {
        return URI.create(catalog.getScheme() + "://" + catalog.getAuthority() + path);
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
