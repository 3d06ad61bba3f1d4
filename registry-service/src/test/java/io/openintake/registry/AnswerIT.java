package io.openintake.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.TableReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.testkit.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers to the flusher's questions: only what was asked, never without an entry in the audit trail. */
@QuarkusTest
final class AnswerIT {
    private static final String COMMIT = "6a0c2a9e-0000-4000-8000-00000000000b";

    private final Api api = Api.inOwnProject();
    private final Neighbours neighbours = new Neighbours();
    private String intake = "";

    @BeforeEach
    void setUp() {
        intake = api.intake(api.runner());
    }

    @AfterEach
    void close() {
        neighbours.close();
    }

    @Test
    void acceptsAGapOnlyAsItIsAsked() throws Exception {
        Map<String, Object> gap = Map.of("partition", 1, "from", 7, "to", 12);
        assertRefused(409, "no-such-problem", answer("accept-gap", gap));
        ask(Problem.DATA_LOSS_SUSPECTED, List.of(new OffsetRange(1, 7, 12)), Optional.empty());
        Response status = api.get("/intakes/" + intake + "/status");
        assertEquals(
                List.of(Map.of("partition", 1, "from", 7, "to", 12)),
                status.path("question.ranges"),
                status.asString());
        Response other = answer("accept-gap", Map.of("partition", 1, "from", 7, "to", 13));
        assertRefused(422, "differs-from-problem", other);
        assertEquals("the gap is partition 1 from 7 to 12", other.path("detail"));
        assertRefused(400, "invalid-request", answer("accept-gap", Map.of("partition", 1, "from", -1, "to", 12)));
        assertEquals(List.of(), sent(InternalTopic.COMMANDS));
        Response accepted = answer("accept-gap", gap);
        assertEquals(202, accepted.statusCode(), accepted.asString());
        assertEquals("accept-gap", accepted.path("requested"));
        assertEquals(List.of(new Command.GapAccepted(id(), 1, 7, 12)), sent(InternalTopic.COMMANDS));
        List<AuditRecorded> entries = audited();
        assertEquals(
                List.of("no-such-problem", "differs-from-problem", "accepted"),
                entries.stream().map(AuditRecorded::outcome).toList());
        AuditRecorded last = entries.getLast();
        assertEquals(Api.EVERYTHING, last.actor());
        assertEquals("accept-gap", last.action());
        assertEquals("intake " + intake + " partition=1 from=7 to=12", last.resource());
        assertEquals("127.0.0.1", last.remoteAddress());
    }

    @Test
    void takesAnAnswerAboutTheCommitThatIsInDoubtOnly() throws Exception {
        Map<String, Object> isIn = Map.of("commit", COMMIT, "answer", "is-in");
        assertRefused(409, "no-such-problem", answer("answer-commit", isIn));
        ask(Problem.COMMIT_UNKNOWN, List.of(new OffsetRange(0, 0, 5)), Optional.of(pending(COMMIT)));
        assertEquals(COMMIT, api.get("/intakes/" + intake + "/status").path("question.commit"));
        assertRefused(
                422,
                "differs-from-problem",
                answer("answer-commit", Map.of("commit", COMMIT.replace('b', 'c'), "answer", "is-in")));
        assertRefused(400, "invalid-request", answer("answer-commit", Map.of("commit", COMMIT, "answer", "maybe")));
        assertEquals(202, answer("answer-commit", isIn).statusCode());
        assertEquals(
                List.of(new Command.CommitAnswered(id(), COMMIT, Command.CommitAnswered.Answer.IS_IN)),
                sent(InternalTopic.COMMANDS));
    }

    @Test
    void forcesAMoveOnlyWhileACommitToAnotherTableIsInDoubt() throws Exception {
        assertRefused(409, "no-such-problem", answer("force-move", Map.of("commit", COMMIT)));
        neighbours.publish(intake, state(1, Optional.of(pending(COMMIT)), Optional.empty()));
        Eventually.equal(
                "accepted",
                202,
                () -> answer("force-move", Map.of("commit", COMMIT)).statusCode());
        assertEquals(List.of(new Command.MoveForced(id(), COMMIT)), sent(InternalTopic.COMMANDS));
    }

    @Test
    void rebuildsALostStateAtPositionsThatTheTopicHas() throws Exception {
        neighbours.topic("intake-" + intake, 2, 9);
        neighbours.publish(new DeadLettersReported(id(), 1, 4, 4, "not-json", "x", Optional.of(Instant.EPOCH)));
        ask(Problem.STATE_LOST, List.of(new OffsetRange(0, 0, 5)), Optional.empty());
        for (Map<String, Object> wrong :
                List.<Map<String, Object>>of(Map.of("0", 5), Map.of("0", 10, "1", 0), Map.of("0", 5, "1", 0, "2", 0))) {
            assertRefused(422, "differs-from-problem", answer("rebuild-state", Map.of("at", wrong)));
        }
        assertRefused(400, "invalid-request", answer("rebuild-state", Map.of("at", Map.of("zero", 1))));
        assertRefused(400, "invalid-request", answer("rebuild-state", Map.of("at", Map.of())));
        Response done = answer("rebuild-state", Map.of("at", Map.of("0", 6, "1", 0)));
        assertEquals(202, done.statusCode(), done.asString());
        assertEquals(
                List.of(new Command.StateRebuilt(
                        id(), new TreeMap<>(Map.of(0, 5L)), new TreeMap<>(Map.of(0, 6L, 1, 0L)), 4)),
                sent(InternalTopic.COMMANDS));
    }

    @Test
    void showsWhatSomebodyDidToTheTableBesideWhatWeDid() throws Exception {
        Instant now = Instant.now();
        neighbours.publish(new TableReported(id(), 1, TableReported.Kind.TABLE_REWOUND, "rows of 0:5..9", now));
        neighbours.publish(new TableReported(id(), 1, TableReported.Kind.TABLE_EVOLVED, "schema 2", now));
        Eventually.equal(
                "table",
                "table-evolved",
                () -> api.get("/intakes/" + intake + "/status").path("table.event"));
        Response status = api.get("/intakes/" + intake + "/status");
        assertEquals("table-rewound", status.path("disturbance.event"));
        assertEquals(
                "rows of 0:5..9",
                status.path("conditions.find { it.type == 'undisturbed' && it.status == 'false' }.message"));
    }

    private void ask(String code, List<OffsetRange> ranges, Optional<Pending> pending) throws Exception {
        neighbours.publish(intake, state(1, pending, Optional.of(new Problem(code, "look", ranges))));
        Eventually.equal(
                "question",
                code,
                () -> api.get("/intakes/" + intake + "/status").path("question.code"));
        assertEquals("failed", api.get("/intakes/" + intake).path("state"));
    }

    private static FlushState state(long version, Optional<Pending> pending, Optional<Problem> problem) {
        return new FlushState(version, "topic", "cluster", new TreeMap<>(), Optional.empty(), pending, problem);
    }

    private static Pending pending(String commit) {
        return new Pending(commit, "another-table", "uuid", "head", 1, new TreeMap<>());
    }

    private Response answer(String action, Map<String, Object> body) {
        return api.post("/intakes/" + intake + "/" + action, body);
    }

    private static void assertRefused(int status, String code, Response response) {
        assertEquals(status, response.statusCode(), response.asString());
        assertEquals(code, response.path("code"));
        assertTrue(response.asByteArray().length < 500);
    }

    private IntakeId id() {
        return IntakeId.parse(intake);
    }

    /** Only of this test's intake. */
    private List<Event> sent(InternalTopic topic) {
        return neighbours.all(topic).stream()
                .map(record -> EnvelopeJson.read(record.value()).event())
                .filter(event -> event.toString().contains(intake))
                .toList();
    }

    private List<AuditRecorded> audited() {
        return sent(InternalTopic.AUDIT).stream().map(AuditRecorded.class::cast).toList();
    }
}
