package io.openintake.flusher.iceberg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.TableTarget;
import io.openintake.flusher.app.IntakeTable;
import io.openintake.flusher.app.IntakeTable.Fault;
import io.openintake.flusher.app.IntakeTable.Load;
import io.openintake.flusher.app.IntakeTables;
import io.openintake.flusher.app.IntakeTables.Access;
import io.openintake.testkit.Backing;
import io.openintake.testkit.Part;
import io.openintake.testkit.SharedBacking;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogs and token endpoints are tenants' input. */
final class HostileCatalogIT {
    private static final String CANARY = "SECRET-CANARY";
    private static Backing backing;

    @BeforeAll
    static void startCatalog() {
        backing = SharedBacking.with(Part.S3, Part.CATALOG);
    }

    @Test
    void takesNothingButStorageSettingsFromTheCatalogsAnswers() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        HttpServer elsewhere = server(exchange -> visits.incrementAndGet());
        try (FaultProxy proxy = new FaultProxy(backing.catalog().uri());
                TableRig rig = new TableRig(backing, proxy.uri())) {
            String there = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
            String overrides = "\"overrides\":{\"uri\":\"" + there
                    + "\",\"io-impl\":\"no.such.Io\",\"oauth2-server-uri\":\""
                    + there + "\",\"rest.auth.type\":\"no.such.Auth\",\"metrics-reporter-impl\":\"no.such.Reporter\","
                    + "\"s3.client-factory-impl\":\"no.such.Factory\",\"s3.delete-enabled\":\"true\",\"token\":\"x\","
                    + "\"client.credentials-provider\":\"no.such.Provider\",\"header.X\":\"y\",";
            proxy.rewrite(body -> body.replace("\"overrides\":{", overrides)
                    .replace("\"config\":{", "\"config\":{" + overrides.substring("\"overrides\":{".length())));
            InMemoryBatch batch = InMemoryBatch.of("{\"n\":1}");
            var created = rig.create(batch, new Partitioning.None());
            TableRig.posted(rig.post(created, rig.write(batch, created), "c1"));
            assertEquals(1, rig.rows().size());
            assertEquals(0, visits.get());
        } finally {
            elsewhere.stop(0);
        }
    }

    @Test
    void goesToNoPrivateAddressThatACatalogNames() throws Exception {
        try (FaultProxy proxy = new FaultProxy(backing.catalog().uri());
                TableRig rig = new TableRig(backing, proxy.uri())) {
            String endpoint = backing.s3().endpoint();
            proxy.rewrite(body -> body.replace(endpoint, "http://169.254.169.254"));
            Fault fault = fault(rig.table.load());
            assertEquals("address-forbidden", fault.code());
            assertEquals(Fault.Kind.REFUSED, fault.kind());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "https://127.0.0.1",
                "https://[::1]",
                "https://169.254.169.254",
                "https://10.0.0.1",
                "https://192.168.1.1",
                "https://100.64.0.1",
                "https://[fd00::1]",
                "https://[::ffff:127.0.0.1]",
                "https://2130706433",
                "https://0x7f000001",
                "https://user@example.com",
                "file:///etc/passwd",
                "https://",
                "gopher://127.0.0.1",
                "https://localhost",
                "not an address",
                "//example.com"
            })
    void goesOnlyToPublicHttpsAddressesByDefault(String address) {
        assertThrows(Destinations.Forbidden.class, () -> new Destinations(Set.of()).check(address));
    }

    @Test
    void followsNoRedirectAndTellsNothingOfTheAnswer() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        HttpServer elsewhere = server(exchange -> visits.incrementAndGet());
        HttpServer redirecting = server(exchange -> {
            exchange.getResponseHeaders()
                    .add(
                            "Location",
                            "http://127.0.0.1:" + elsewhere.getAddress().getPort());
            answer(exchange, 307, CANARY);
        });
        try (IntakeTable table = connect(address(redirecting), "https://token.example", "none")) {
            Fault fault = fault(table.load());
            assertEquals(Fault.Kind.TRANSIENT, fault.kind());
            assertFalse(fault.message().contains(CANARY));
            assertEquals(0, visits.get());
        } finally {
            redirecting.stop(0);
            elsewhere.stop(0);
        }
    }

    @Test
    void readsNoEndlessAnswer() throws Exception {
        HttpServer endless = server(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1_024; i++) {
                exchange.getResponseBody().write(blanks);
            }
        });
        try (IntakeTable table = connect(address(endless), "https://token.example", "none")) {
            assertEquals("catalog-unavailable", fault(table.load()).code());
        } finally {
            endless.stop(0);
        }
    }

    /** Each of these is small or endless on the wire, and would be more than the heap when it is taken at its word. */
    @ParameterizedTest
    @ValueSource(strings = {"many values", "deep", "deep schema", "gzip", "endless error", "html", "nothing", "null"})
    void survivesAnswersThatAreMoreThanTheySeem(String kind) throws Exception {
        HttpServer hostile = server(exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/v1/config")) {
                answer(exchange, 200, "{\"defaults\":{},\"overrides\":{}}");
                return;
            }
            byte[] body = BadAnswers.of(kind);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (kind.equals("gzip")) {
                exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(kind.endsWith("error") ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        try (IntakeTable table = connect(address(hostile), "https://token.example", "none")) {
            Fault fault = fault(table.load());
            assertEquals("catalog-unavailable", fault.code());
            assertFalse(fault.message().contains(CANARY));
        } finally {
            hostile.stop(0);
        }
    }

    @Test
    void saysThatTheTokenIsRefused() {
        try (IntakeTable table =
                connect(backing.catalog().uri(), backing.catalog().tokenEndpoint(), CANARY)) {
            Fault fault = fault(table.load());
            assertEquals(Fault.Kind.AUTHENTICATION, fault.kind());
            assertFalse(fault.message().contains(CANARY));
        }
    }

    @Test
    void saysThatTheCatalogIsDown() throws Exception {
        HttpServer gone = server(exchange -> {});
        String address = address(gone);
        gone.stop(0);
        try (IntakeTable table = connect(address, "https://token.example", "none")) {
            assertEquals(Fault.Kind.TRANSIENT, fault(table.load()).kind());
        }
    }

    @Test
    void neverSendsAnEnvironmentVariable() {
        TableTarget target = new TableTarget(backing.catalog().uri(), "env:PATH", "ns", "t");
        try (IntakeTable table = tables().connect(new Access(
                new IntakeId(UUID.randomUUID()), target, new CatalogAuth.None(), 0, Optional.empty()))) {
            assertEquals("address-forbidden", fault(table.load()).code());
        }
    }

    @Test
    void renewsTheTokenBeforeItExpiresAndWhenItWasRefused() throws Exception {
        AtomicInteger exchanges = new AtomicInteger();
        HttpServer endpoint = server(exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(form.contains("subject_token=pat%2B%2F%3D"), form);
            answer(
                    exchange,
                    200,
                    "{\"access_token\":\"t" + exchanges.incrementAndGet()
                            + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
        });
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        try {
            DremioTokens tokens = new DremioTokens(
                    new Transport(Duration.ofSeconds(10)), URI.create(address(endpoint)), "pat+/=", now::get);
            assertEquals(Optional.of("t1"), tokens.current());
            now.set(Instant.EPOCH.plusSeconds(3_500));
            assertEquals(Optional.of("t1"), tokens.current());
            now.set(Instant.EPOCH.plusSeconds(3_540));
            assertEquals(Optional.of("t2"), tokens.current());
            tokens.forget();
            assertEquals(Optional.of("t3"), tokens.current());
        } finally {
            endpoint.stop(0);
        }
    }

    private static Fault fault(Load load) {
        return assertInstanceOf(Load.Failed.class, load, load::toString).fault();
    }

    private static IntakeTables tables() {
        return new IcebergTables(new Destinations(Set.of("127.0.0.1")), Duration.ofSeconds(20), InstantSource.system());
    }

    private static IntakeTable connect(String uri, String tokenEndpoint, String token) {
        CatalogAuth auth = token.equals("none") ? new CatalogAuth.None() : new CatalogAuth.Dremio(tokenEndpoint);
        TableTarget target = new TableTarget(uri, backing.catalog().warehouse(), "ns", "t");
        return tables().connect(new Access(new IntakeId(UUID.randomUUID()), target, auth, 1, Optional.of(token)));
    }

    private static String address(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static HttpServer server(HttpHandler handler) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
