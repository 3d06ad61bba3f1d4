package io.openintake.contracts.json;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.Capacity;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.TableTarget;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.CredentialStored;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.RecordRejected;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.TableReported;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UserDefined;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.OffsetSet;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.flush.Suspicion;
import io.openintake.contracts.flush.TableHead;
import io.openintake.contracts.flush.TableProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** One of each wire form, with every field set. */
final class Samples {
    private static final IntakeId INTAKE = IntakeId.parse("3f0f6f1e-0000-4000-8000-000000000001");
    private static final RunnerId RUNNER = RunnerId.parse("3f0f6f1e-0000-4000-8000-000000000002");
    private static final ProjectId PROJECT = ProjectId.parse("3f0f6f1e-0000-4000-8000-000000000003");
    private static final UserId USER = UserId.parse("3f0f6f1e-0000-4000-8000-000000000004");
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");
    private static final String HEAD = "6a0c2a9e-0000-4000-8000-00000000000a";
    private static final String COMMIT = "6a0c2a9e-0000-4000-8000-00000000000b";
    private static final String TABLE = "6a0c2a9e-0000-4000-8000-00000000000c";
    private static final TableTarget TARGET =
            new TableTarget("https://catalog.example.com/iceberg", "default", "intake", "events");

    private Samples() {}

    static Stream<Event> events() {
        return Stream.of(definitions(), reports(), traces()).flatMap(Function.identity());
    }

    private static Stream<Event> definitions() {
        return Stream.of(
                new RunnerDefined(
                        RUNNER, PROJECT, 3, new Capacity(1_000, 64), "runner.example.com:9094", Lifecycle.ACTIVE),
                new IntakeDefined(
                        INTAKE,
                        PROJECT,
                        RUNNER,
                        4,
                        "web requests",
                        TARGET,
                        new Partitioning.Manual(List.of("day(__intake_ts)", "bucket(16, id)")),
                        new CatalogAuth.Dremio("https://catalog.example.com/oauth/token"),
                        2,
                        Policies.DEFAULT,
                        Duration.ofSeconds(300),
                        Lifecycle.DELETING),
                new UserDefined(USER, INTAKE, PROJECT, 5, 2, UserType.DEAD_LETTER, verifier("256"), verifier("512")),
                new CredentialStored(INTAKE, 2, "key-1", bytes("nonce"), bytes("ciphertext")));
    }

    private static Stream<Event> reports() {
        return Stream.of(
                new ProvisioningReported(
                        INTAKE, 1, 4, ProvisioningReported.Outcome.FAILED, "3 of 3 brokers refused the topic"),
                new DeliveryReported(
                        INTAKE,
                        6,
                        DeliveryReported.State.DEGRADED,
                        "catalog-unavailable",
                        "the catalog answered 503",
                        TIME,
                        Optional.of(TIME),
                        42,
                        Optional.of(TIME)),
                new DeadLettersReported(INTAKE, 7, 12, 10, "not-json", "unexpected end", Optional.of(TIME)),
                new TableReported(INTAKE, 8, TableReported.Kind.TABLE_REWOUND, "commit " + COMMIT, TIME),
                new UsageReported(RUNNER, 9, UsageReported.State.BLOCKED, 100, 101, 5, 24_000, Optional.of(TIME)));
    }

    private static Stream<Event> traces() {
        return Stream.of(
                new TrafficReported(
                        RUNNER, "gateway-1", List.of(new TrafficReported.PartitionTraffic(INTAKE, 0, 140, 140, 9_000))),
                new AuditRecorded(
                        PROJECT,
                        USER.userName(),
                        "kafka-login",
                        INTAKE.topic(),
                        "wrong-password",
                        "127.0.0.1",
                        "librdkafka 2.0.2"),
                new Command.FlushRequested(INTAKE),
                new Command.GapAccepted(INTAKE, 1, 10, 20),
                new Command.CommitAnswered(INTAKE, COMMIT, Command.CommitAnswered.Answer.IS_NOT),
                new Command.MoveForced(INTAKE, COMMIT),
                new Command.StateRebuilt(
                        INTAKE, new TreeMap<>(Map.of(0, 140L)), new TreeMap<>(Map.of(0, 145L, 1, 7L)), 12),
                new RecordRejected("openintake.registry", 0, 17, "not JSON", bytes("{")));
    }

    static FlushState flushState() {
        return new FlushState(
                17,
                "kqz1cYdoQvyTQAS8bwEbSA",
                "MkU3OEVBNTcwNTJENDM2Qg",
                new TreeMap<>(Map.of(0, new Position(9_015, 9_001, 12, 0, 1, 1), 1, Position.START)),
                Optional.of(new TableHead(TARGET.hash(), TABLE, HEAD, 5_937_117_119_577_207_000L, 31)),
                Optional.of(new Pending(
                        COMMIT,
                        TARGET.hash(),
                        TABLE,
                        HEAD,
                        31,
                        new TreeMap<>(Map.of(
                                0,
                                new Pending.Planned(
                                        9_030,
                                        10,
                                        0,
                                        1,
                                        new TreeMap<>(Map.of(
                                                "type-mismatch",
                                                new OffsetSet(List.of(9_016L, 9_017L, 9_018L, 9_025L))))))))),
                Optional.of(new FlushState.Problem("data-loss-suspected", "partition 1, offsets 0..9")));
    }

    /** What a state may hold beside that: a question with its ranges, and a suspicion. */
    static FlushState askingFlushState() {
        FlushState plain = flushState();
        return new FlushState(
                18,
                plain.topicId(),
                plain.clusterId(),
                plain.at(),
                plain.table(),
                Optional.empty(),
                Optional.of(new FlushState.Problem(
                        FlushState.Problem.DATA_LOSS_SUSPECTED,
                        "partition 1, offsets 0..9",
                        List.of(new OffsetRange(1, 0, 10)))),
                Optional.of(new Suspicion(
                        new TreeMap<>(Map.of(0, 9_030L)), new TreeMap<>(Map.of(0, 9_023L)), 2, "flusher-1")));
    }

    static TableProperty tableProperty() {
        return new TableProperty(COMMIT, List.of(HEAD), new TreeMap<>(Map.of(0, 9_030L, 1, 0L)), 18);
    }

    private static ScramVerifier verifier(String name) {
        return new ScramVerifier(bytes("salt" + name), bytes("stored" + name), bytes("server" + name), 16_384);
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
