package io.openintake.systemtests.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.systemtests.check.Checker.Rule;
import io.openintake.systemtests.check.Checker.Violation;
import io.openintake.systemtests.check.History.Answer;
import io.openintake.systemtests.check.History.Sent;
import io.openintake.systemtests.check.Observation.Letter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checker that never caught anything proves nothing: each way to break a right outcome turns its rule red. */
final class CheckerTest {
    private static final int MESSAGES = 40;

    @TempDir
    private Path folder;

    private final List<JsonNode> rows = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();
    private final List<String> audit = new ArrayList<>();
    private Observation.Counts ledger = new Observation.Counts(MESSAGES - 2, 2, 0, 0);
    private History history;

    /** Forty messages of one idempotent producer, two of them broken, each where it belongs, and a foreign row. */
    @BeforeEach
    void aRightOutcome() throws IOException {
        history = new History(folder.resolve("history.jsonl"));
        for (int n = 0; n < MESSAGES; n++) {
            Sent sent = Workload.message("first", n, true);
            history.invoked(sent);
            history.acknowledged(sent.id(), 0, n);
            switch (sent.fate()) {
                case ROW -> rows.add(row(sent, n));
                case DEAD_LETTER -> letters.add(letter(sent, n));
            }
        }
        rows.add(new ObjectMapper().createObjectNode().put("id", "foreign-1"));
    }

    @Test
    void findsNothingInARightOutcome() throws IOException {
        assertEquals(List.of(), violations());
    }

    @Test
    void findsARowThatIsLost() throws IOException {
        rows.remove(3);
        assertRed(Rule.LOST, Rule.RECONCILE);
    }

    @Test
    void findsADeadLetterThatIsLost() throws IOException {
        letters.removeFirst();
        assertRed(Rule.LOST, Rule.RECONCILE);
    }

    @Test
    void findsARowThatIsThereTwice() throws IOException {
        rows.add(rows.get(3));
        assertRed(Rule.DUPLICATED, Rule.RECONCILE);
    }

    @Test
    void findsADeadLetterThatIsThereTwice() throws IOException {
        letters.add(letters.getFirst());
        assertRed(Rule.DUPLICATED, Rule.RECONCILE);
    }

    @Test
    void findsAMessageThatWasNeverSent() throws IOException {
        rows.add(row(Workload.message("nobody", 0, true), 99));
        assertRed(Rule.PHANTOM, Rule.RECONCILE);
    }

    @Test
    void findsAMessageThatWasRefused() throws IOException {
        Sent sent = Workload.message("first", MESSAGES, true);
        history.invoked(sent);
        history.failed(sent.id(), "TopicAuthorizationException", new Answer.Refused("TopicAuthorizationException"));
        rows.add(row(sent, MESSAGES));
        ledger = new Observation.Counts(MESSAGES - 1, 2, 0, 0);
        assertRed(Rule.PHANTOM);
    }

    @Test
    void allowsAMessageOfUnknownOutcomeOnceOrNever() throws IOException {
        Sent sent = Workload.message("first", MESSAGES, true);
        history.invoked(sent);
        history.failed(sent.id(), "TimeoutException", new Answer.Unknown());
        assertEquals(List.of(), violations());
        rows.add(row(sent, MESSAGES));
        ledger = new Observation.Counts(MESSAGES - 1, 2, 0, 0);
        assertEquals(List.of(), violations());
    }

    @Test
    void findsRowsInTheWrongOrder() throws IOException {
        offset(rows.get(3), 4);
        offset(rows.get(4), 3);
        assertRed(Rule.ORDER, Rule.CONTENT);
    }

    @Test
    void findsAValueThatChanged() throws IOException {
        ((ObjectNode) rows.get(3)).put("ratio", 0.5);
        assertRed(Rule.CONTENT);
    }

    @Test
    void findsADeadLetterWhoseValueChanged() throws IOException {
        Letter right = letters.getFirst();
        letters.set(0, new Letter(right.key(), "cut", right.headers(), 0, right.offset(), right.timestamp()));
        assertRed(Rule.CONTENT);
    }

    @Test
    void findsAGoodMessageAmongTheDeadLetters() throws IOException {
        letters.add(letter(Workload.message("first", 3, true), 3));
        rows.remove(3);
        ledger = new Observation.Counts(MESSAGES - 3, 3, 0, 0);
        assertRed(Rule.CONTENT, Rule.LOST);
    }

    @Test
    void findsAForeignRowThatIsGone() throws IOException {
        rows.removeLast();
        assertRed(Rule.FOREIGN, Rule.RECONCILE);
    }

    @Test
    void findsALedgerThatDoesNotAddUp() throws IOException {
        ledger = new Observation.Counts(MESSAGES - 2, 2, 0, 1);
        assertRed(Rule.RECONCILE);
    }

    @Test
    void takesOverWhatTheAuditFinds() throws IOException {
        audit.add("chain-broken");
        assertRed(Rule.CHAIN);
    }

    private void assertRed(Rule... rules) throws IOException {
        List<Violation> found = violations();
        assertEquals(Set.of(rules), found.stream().map(Violation::rule).collect(Collectors.toSet()), found.toString());
        assertTrue(found.size() >= rules.length);
    }

    private List<Violation> violations() throws IOException {
        return Checker.violations(
                history.contents(), new Observation(rows, letters, Set.of("foreign-1"), ledger, audit));
    }

    private static JsonNode row(Sent sent, long offset) throws IOException {
        ObjectNode row = (ObjectNode) new ObjectMapper().readTree(sent.value());
        return offset(row.put("__intake_partition", 0), offset);
    }

    private static JsonNode offset(JsonNode row, long offset) {
        return ((ObjectNode) row).put("__intake_offset", offset);
    }

    private static Letter letter(Sent sent, long offset) {
        return new Letter(sent.id(), sent.value(), List.of("origin=" + sent.producer()), 0, offset, "1700000000000");
    }
}
