package io.openintake.systemtests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.openintake.audit.Audit;
import io.openintake.audit.domain.Finding;
import io.openintake.audit.iceberg.CatalogAccess;
import io.openintake.audit.kafka.LogReading;
import io.openintake.contracts.ServiceName;
import io.openintake.launcher.stack.Installation;
import io.openintake.systemtests.Rig;
import io.openintake.systemtests.Tenant;
import io.openintake.systemtests.check.Checker;
import io.openintake.systemtests.check.History;
import io.openintake.systemtests.check.Observation;
import io.openintake.systemtests.check.Workload;
import io.openintake.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An intake behind a gate to its catalog, whose owner has made the table, and in the end the check of everything. */
public final class Scene implements AutoCloseable {
    private static final Duration SETTLING = Duration.ofSeconds(150);
    private static final int MESSAGES_PER_HOUR = 1_000_000;
    private static final int MAX_KIB = 16;

    private final Rig rig;
    private final CatalogGate gate;
    private final Tenant tenant;
    private final OwnersTable table;
    private final History history;
    private final LogReading log;
    private int filled;
    private int probed;

    private Scene(Rig rig, String name, int messagesPerHour) throws Exception {
        this.rig = rig;
        this.gate = new CatalogGate(rig.endpoints().backing().catalog().uri());
        this.table = new OwnersTable(rig.endpoints().backing().catalog(), Tenant.NAMESPACE, name.replace('-', '_'));
        table.create();
        this.tenant = Tenant.create(rig, new Tenant.Plan(name, gate.uri(), messagesPerHour, MAX_KIB));
        this.history = new History(Installation.ofThisProcess()
                .root()
                .resolve("system-tests/target/histories")
                .resolve(name + ".jsonl"));
        this.log = new LogReading(kafka());
    }

    /** A new intake, large enough for any of these tests. */
    public static Scene of(Rig rig, String name) throws Exception {
        return new Scene(rig, name, MESSAGES_PER_HOUR);
    }

    static Scene of(Rig rig, String name, int messagesPerHour) throws Exception {
        return new Scene(rig, name, messagesPerHour);
    }

    public Tenant tenant() {
        return tenant;
    }

    public OwnersTable table() {
        return table;
    }

    CatalogGate gate() {
        return gate;
    }

    public History history() {
        return history;
    }

    /** Three producers with so many messages a second each. */
    public Workload load(int perSecond) {
        return new Workload(tenant.producerClient(), tenant.intake().topic(), history, perSecond);
    }

    /** The flusher's state as it stands in the log, read by the audit's own reader. */
    JsonNode state() throws IOException {
        return log.state(tenant.intake()).map(LogReading.State::json).orElseThrow();
    }

    /** All positions together. */
    long position() throws IOException {
        long sum = 0;
        for (JsonNode partition : state().path("at")) {
            sum += partition.path("to").longValue();
        }
        return sum;
    }

    /** Waits for the first rows. */
    void awaitFirstFlush() {
        Eventually.within(SETTLING).untilHolds("the first flush", () -> position() > 0);
    }

    /** How many listed snapshots are of a commit. */
    long commits(String commit) {
        return StreamSupport.stream(table.load().snapshots().spliterator(), false)
                .filter(snapshot -> commit.equals(snapshot.summary().get("openintake.commit-id")))
                .count();
    }

    /** So many messages written to the log at once, past the gateway, as if they had come in over a day. */
    void fill(int count) {
        Map<String, Object> client = new HashMap<>(kafka());
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                send(producer, Workload.message("filler", filled++, true));
            }
        }
    }

    /** Sends one message more and tells whether it was held until the client gave it up. */
    boolean isRefusedNow() {
        Map<String, Object> client = new HashMap<>(tenant.producerClient());
        client.putAll(Map.of("delivery.timeout.ms", "4000", "request.timeout.ms", "4000", "linger.ms", "0"));
        int before = history.acknowledgedCount();
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
            send(producer, Workload.message("probe", probed++, false));
        }
        return history.acknowledgedCount() == before;
    }

    private void send(KafkaProducer<String, byte[]> producer, History.Sent sent) {
        var unused = history.send(producer, Workload.toRecord(tenant.intake().topic(), sent), sent);
    }

    /** What the management API says of the runner: open or blocked. */
    String usageState() throws IOException, InterruptedException {
        return tenant.api()
                .got(ServiceName.REGISTRY, "/intake-runners/" + tenant.runner() + "/usage")
                .path("state")
                .asText();
    }

    /** Waits until more is delivered than now; how long that took. */
    Duration awaitProgress(Duration limit) throws IOException {
        long begun = System.nanoTime();
        long before = position();
        Eventually.within(limit).untilHolds("the position moves on", () -> position() > before);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Waits until all is settled and holds everything against everything. */
    public void check() throws Exception {
        table.rest();
        JsonNode ledger = tenant.awaitSettled(history.acknowledgedCount(), SETTLING);
        List<JsonNode> rows = tenant.rows();
        Set<String> ids = rows.stream().map(row -> row.path("id").asText()).collect(Collectors.toSet());
        Observation seen = new Observation(
                rows,
                Observation.letters(
                        tenant.deadLetters(ledger.path("deadLettered").longValue())),
                table.foreign(ids),
                Observation.Counts.of(tenant.awaitSettled(0, SETTLING)),
                audit());
        Checker.assertHolds(history.contents(), seen);
    }

    /** What the audit finds wrong. */
    public List<String> audit() throws IOException, InterruptedException {
        Audit audit = new Audit(
                kafka(), Map.of("uri", rig.endpoints().backing().catalog().uri()), CatalogAccess.Depth.ROWS);
        return switch (audit.of(tenant.intake())) {
            case Audit.Result.Impossible impossible -> List.of(impossible.why());
            case Audit.Result.Done done ->
                done.examination().findings().stream()
                        .filter(finding -> finding.weight() == Finding.Weight.WRONG)
                        .map(finding -> finding.code() + ": " + finding.text())
                        .toList();
        };
    }

    private Map<String, String> kafka() {
        return Map.of("bootstrap.servers", rig.endpoints().backing().kafka());
    }

    @Override
    public void close() throws Exception {
        table.rest();
        table.close();
        gate.close();
        history.close();
        log.close();
    }
}
