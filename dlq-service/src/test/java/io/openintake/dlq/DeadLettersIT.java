package io.openintake.dlq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.dlq.DlqBench.Letter;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.ServiceProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeadLettersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String READER = "itk_reader";
    private static final String LISTER = "itk_lister";
    private static final String STRANGER = "itk_stranger";
    private static final String ADMIN = "itk_admin";

    private static DlqBench bench;
    private static ServiceProcess service;

    @TempDir
    static Path folder;

    @BeforeAll
    static void open() throws Exception {
        bench = new DlqBench();
        Path tokens = folder.resolve("tokens.json");
        Files.writeString(
                tokens,
                "{\"tokens\":[%s,%s,%s,%s]}"
                        .formatted(
                                token("reader", READER, bench.project.toString(), "messages:read"),
                                token("lister", LISTER, bench.project.toString(), "intake.intake.list"),
                                token("stranger", STRANGER, UUID.randomUUID().toString(), "*"),
                                token("admin", ADMIN, "*", "*")));
        service = ServiceProcess.of("dlq-service")
                .property("kafka.bootstrap.servers", bench.bootstrap)
                .property("intake.bus.replication-factor", "1")
                .property("intake.dlq.recheck-interval", "1s")
                .property("intake.registry.regions", "eu01,local")
                .property("intake.tokens.file", tokens.toString())
                .start();
    }

    @AfterAll
    static void close() {
        service.close();
        bench.close();
    }

    @Test
    void showsEachLetterWithWhyAndWhereItCameFrom() throws Exception {
        IntakeDefined intake = known();
        bench.flush(intake, 1, 1, List.of(Letter.of("{\"price\":\"x\u001b\"}", "type-mismatch")));
        JsonNode letter =
                Eventually.value("a letter", () -> letters(intake, "").stream().findFirst());
        assertEquals("0-0", letter.get("id").textValue());
        assertEquals("type-mismatch", letter.get("reason").textValue());
        assertEquals("/price", letter.get("pointer").textValue());
        assertEquals("wrong: type-mismatch", letter.get("message").textValue());
        assertEquals(1, letter.get("attempt").intValue());
        assertEquals(intake.intake().topic(), letter.at("/source/topic").textValue());
        assertEquals(17, letter.at("/source/offset").intValue());
        assertEquals("2026-01-01T00:00:00Z", letter.get("originalTimestamp").textValue());
        assertEquals("key", letter.at("/key/text").textValue());
        assertEquals("{\"price\":\"x\\u001b\"}", letter.at("/value/text").textValue());
        assertEquals(14, letter.at("/value/size").intValue());
        assertEquals("from", letter.at("/headers/0/name").textValue());
        assertEquals("the producer", letter.at("/headers/0/value/text").textValue());
        assertEquals(letter, body(get(READER, path(intake, "/0-0"))));
    }

    @Test
    void pagesThroughTheLettersOnceEachWhateverTheBatches() throws Exception {
        IntakeDefined intake = known();
        List<String> written = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            List<Letter> letters = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String value = batch + "/" + i;
                letters.add(Letter.of(value, i % 2 == 0 ? "not-json" : "null-value"));
                written.add(value);
            }
            bench.flush(intake, batch + 1, letters.size() * (batch + 1L), letters);
            bench.aborted(intake, letters);
        }
        Eventually.equal("all letters", written, () -> values(intake, "?pageSize=200"));
        assertEquals(written, values(intake, "?pageSize=3"));
        List<String> notJson =
                written.stream().filter(value -> value.matches("./[02]")).toList();
        assertEquals(notJson, values(intake, "?pageSize=3&reason=not-json"));
    }

    @Test
    void refusesPagesThatAreNone() throws Exception {
        IntakeDefined intake = known();
        for (String query : List.of("pageSize=0", "pageSize=201", "pageSize=x", "pageToken=x", "reason=bad-mood")) {
            HttpResponse<byte[]> answer = get(READER, path(intake, "?" + query));
            assertEquals(400, answer.statusCode(), query);
            assertProblem(
                    answer,
                    "invalid-"
                            + (query.startsWith("pageS")
                                    ? "page-size"
                                    : query.startsWith("pageT") ? "page-token" : "reason"));
        }
        assertEquals(200, get(READER, path(intake, "?pageSize=200")).statusCode());
    }

    @Test
    void handsOutTheBytesAsTheyCame() throws Exception {
        IntakeDefined intake = known();
        byte[] value = new byte[50_000];
        IntStream.range(0, value.length).forEach(i -> value[i] = (byte) i);
        bench.flush(intake, 1, 1, List.of(new Letter(value, "not-utf8", "no text")));
        JsonNode letter =
                Eventually.value("a letter", () -> letters(intake, "").stream().findFirst());
        assertEquals(50_000, letter.at("/value/size").intValue());
        assertTrue(letter.at("/value/truncated").booleanValue());
        assertFalse(letter.get("value").has("text"));
        assertEquals(
                20 << 10,
                java.util.Base64.getDecoder().decode(letter.at("/value/base64").textValue()).length);
        HttpResponse<byte[]> raw = get(READER, path(intake, "/0-0/raw"));
        assertArrayEquals(value, raw.body());
        assertEquals(
                "nosniff", raw.headers().firstValue("X-Content-Type-Options").orElse(""));
        assertEquals(
                "attachment; filename=\"dead-letter.bin\"",
                raw.headers().firstValue("Content-Disposition").orElse(""));
        assertEquals(
                "application/octet-stream",
                raw.headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    void findsNothingWhereNoLetterIs() throws Exception {
        IntakeDefined intake = known();
        bench.flush(intake, 1, 2, List.of(Letter.of("1", "not-json"), Letter.of("2", "not-json")));
        Eventually.equal("both", List.of("1", "2"), () -> values(intake, ""));
        // 2 is the transaction's marker
        for (String id : List.of("0-2", "0-3", "1-0", "0", "x-y", "0--1", "0-99999999999999999999")) {
            assertProblem(get(READER, path(intake, "/" + id)), "not-found");
        }
        bench.trim(intake, 1);
        Eventually.holds("trimmed", () -> get(READER, path(intake, "/0-0")).statusCode() == 404);
        assertEquals(List.of("2"), values(intake, ""));
    }

    @Test
    void letsInWhomItConcernsAndTellsOthersNothing() throws Exception {
        IntakeDefined mine = known();
        IntakeDefined foreign = bench.intake(new ProjectId(UUID.randomUUID()));
        bench.flush(mine, 1, 1, List.of(Letter.of("1", "not-json")));
        Eventually.holds("a letter", () -> !letters(mine, "").isEmpty());
        for (String end : List.of("", "/0-0", "/0-0/raw")) {
            assertEquals(200, get(READER, path(mine, end)).statusCode());
            assertEquals(200, get(ADMIN, path(mine, end)).statusCode());
            assertEquals(
                    200, get(ADMIN, path(mine, end).replace("eu01", "local")).statusCode());
            assertProblem(get("", path(mine, end)), "unauthorized");
            assertProblem(get("itk_unknown", path(mine, end)), "unauthorized");
            assertProblem(get(LISTER, path(mine, end)), "forbidden");
            assertProblem(get(STRANGER, path(mine, end)), "not-found");
            assertProblem(get(READER, path(mine, end).replace("eu01", "eu02")), "not-found");
            String elsewhere = path(foreign, end).replace(foreign.project().toString(), bench.project.toString());
            assertProblem(get(READER, elsewhere), "not-found");
            assertProblem(get(ADMIN, elsewhere), "not-found");
        }
        Eventually.holds(
                "reads on the audit trail",
                () -> bench.audited.stream()
                        .filter(audited -> audited.resource().equals(mine.key()))
                        .map(AuditRecorded::action)
                        .toList()
                        .containsAll(List.of("dead-letters-listed", "dead-letter-read", "dead-letter-downloaded")));
        assertTrue(bench.audited.stream()
                .anyMatch(audited ->
                        audited.actor().equals("lister") && audited.outcome().equals("forbidden")));
    }

    @Test
    void reportsTotalsAndTheNewestLetterSoonAfterAFlush() throws Exception {
        IntakeDefined intake = known();
        bench.flush(intake, 1, 2, List.of(Letter.of("1", "not-json"), Letter.of("2", "null-value")));
        awaitReport(intake, 2, 2, "null-value");
        bench.aborted(intake, List.of(Letter.of("x", "too-deep")));
        bench.flush(intake, 2, 3, List.of(Letter.of("3", "trailing-data")));
        awaitReport(intake, 3, 3, "trailing-data");
        assertEquals("wrong: trailing-data", bench.report(intake).orElseThrow().lastMessage());
        assertTrue(bench.report(intake).orElseThrow().lastTime().isPresent());
        // retention takes the first two
        bench.trim(intake, 2);
        awaitReport(intake, 3, 1, "trailing-data");
        bench.removed(intake);
        Eventually.holds("no report left", () -> bench.report(intake).isEmpty());
        assertProblem(get(READER, path(intake, "")), "not-found");
    }

    private static void awaitReport(IntakeDefined intake, long total, long open, String reason) {
        Eventually.passes("the report", () -> {
            DeadLettersReported report = bench.report(intake).orElseThrow();
            assertEquals(total, report.total());
            assertEquals(open, report.open());
            assertEquals(reason, report.lastReason());
        });
    }

    /** An intake that the service knows already. */
    private static IntakeDefined known() throws Exception {
        IntakeDefined intake = bench.intake(bench.project);
        Eventually.equal("list", 200, () -> get(READER, path(intake, "")).statusCode());
        return intake;
    }

    private static List<String> values(IntakeDefined intake, String query) throws Exception {
        return letters(intake, query).stream()
                .map(letter -> letter.at("/value/text").textValue())
                .toList();
    }

    private static List<JsonNode> letters(IntakeDefined intake, String query) throws Exception {
        List<JsonNode> letters = new ArrayList<>();
        JsonNode page = body(get(READER, path(intake, query)));
        page.get("deadLetters").forEach(letters::add);
        while (page.has("nextPageToken")) {
            String token = "pageToken=" + page.get("nextPageToken").textValue();
            page = body(get(READER, path(intake, query + (query.isEmpty() ? "?" : "&") + token)));
            page.get("deadLetters").forEach(letters::add);
        }
        return letters;
    }

    private static String path(IntakeDefined intake, String end) {
        return "/v1beta/projects/%s/regions/eu01/intakes/%s/dead-letters%s"
                .formatted(intake.project(), intake.intake(), end);
    }

    private static HttpResponse<byte[]> get(String token, String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.http(path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static JsonNode body(HttpResponse<byte[]> answer) throws Exception {
        assertEquals(200, answer.statusCode(), () -> new String(answer.body(), StandardCharsets.UTF_8));
        return JSON.readTree(answer.body());
    }

    private static void assertProblem(HttpResponse<byte[]> answer, String code) throws Exception {
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        JsonNode problem = JSON.readTree(answer.body());
        assertEquals(code, problem.path("code").textValue(), problem::toString);
        assertEquals(answer.statusCode(), problem.get("status").intValue());
    }

    private static String token(String name, String token, String project, String action) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return "{\"name\":\"%s\",\"sha256\":\"%s\",\"projects\":[\"%s\"],\"actions\":[\"%s\"]}"
                .formatted(name, HexFormat.of().formatHex(hash), project, action);
    }
}
