package io.openintake.systemtests.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.systemtests.Messages;
import io.openintake.systemtests.check.History.Answer;
import io.openintake.systemtests.check.History.Fate;
import io.openintake.systemtests.check.History.Sent;
import io.openintake.systemtests.check.Observation.Letter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds what producers were told against what is there. Shares no code with any service: the table is read by DuckDB,
 * dead letters by a stock consumer, and the chain of commits by the audit.
 */
public final class Checker {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_NAMED = 20;

    private final History.Contents history;
    private final Observation seen;
    private final Map<String, List<JsonNode>> rows = new HashMap<>();
    private final Map<String, List<Letter>> letters = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private Checker(History.Contents history, Observation seen) {
        this.history = history;
        this.seen = seen;
        for (JsonNode row : seen.rows()) {
            rows.computeIfAbsent(row.path("id").asText(), any -> new ArrayList<>())
                    .add(row);
        }
        for (Letter letter : seen.letters()) {
            letters.computeIfAbsent(letter.key(), any -> new ArrayList<>()).add(letter);
        }
    }

    /** What can be wrong. */
    public enum Rule {
        LOST,
        DUPLICATED,
        PHANTOM,
        ORDER,
        CONTENT,
        CHAIN,
        RECONCILE,
        FOREIGN
    }

    /** One thing that is. */
    public record Violation(Rule rule, String text) {}

    /** Everything that is wrong. */
    public static List<Violation> violations(History.Contents history, Observation seen) {
        Checker checker = new Checker(history, seen);
        history.sent().values().forEach(checker::message);
        checker.offsets();
        checker.phantoms();
        checker.order();
        checker.foreign();
        checker.reconcile();
        seen.audit().forEach(finding -> checker.violated(Rule.CHAIN, finding));
        return checker.violations;
    }

    /** Fails with the first of them. */
    public static void assertHolds(History.Contents history, Observation seen) {
        List<Violation> violations = violations(history, seen);
        if (!violations.isEmpty()) {
            throw new AssertionError("%d violations, the first: %s"
                    .formatted(
                            violations.size(),
                            violations.stream().limit(MAX_NAMED).toList()));
        }
    }

    private void message(Sent sent) {
        List<JsonNode> asRow = rows.getOrDefault(sent.id(), List.of());
        List<Letter> asLetter = letters.getOrDefault(sent.id(), List.of());
        boolean isRow = sent.fate() == Fate.ROW;
        int right = isRow ? asRow.size() : asLetter.size();
        int wrong = isRow ? asLetter.size() : asRow.size();
        Answer answer = history.answer(sent.id());
        if (wrong > 0) {
            violated(Rule.CONTENT, sent.id() + " should be a " + sent.fate());
        }
        if (answer instanceof Answer.Acknowledged && right == 0) {
            violated(Rule.LOST, sent.id() + " " + answer);
        }
        if (answer instanceof Answer.Refused && right > 0) {
            violated(Rule.PHANTOM, sent.id() + " was refused, and is there");
        }
        if (sent.safe() && right > 1) {
            violated(Rule.DUPLICATED, sent.id() + " is there " + right + " times");
        }
        asRow.forEach(row -> row(sent, row));
        asLetter.forEach(letter -> letter(sent, letter));
    }

    private void row(Sent sent, JsonNode row) {
        if (sent.fate() == Fate.ROW
                && !Messages.comparable(parsed(sent.value())).equals(Messages.comparable(row))) {
            violated(Rule.CONTENT, "sent " + sent.value() + ", found " + row);
        }
        if (row.has("__intake_offset")) {
            atItsOffset(
                    sent,
                    row.path("__intake_partition").intValue(),
                    row.path("__intake_offset").longValue());
        }
    }

    private void letter(Sent sent, Letter letter) {
        boolean isSame = letter.value().equals(sent.value())
                && !letter.headers().isEmpty()
                && letter.headers().getFirst().equals("origin=" + sent.producer())
                && letter.timestamp().matches("[0-9]{13}");
        if (!isSame) {
            violated(Rule.CONTENT, "sent " + sent.value() + ", dead letter " + letter);
        }
        atItsOffset(sent, letter.partition(), letter.offset());
    }

    /** Where the producer was told that it is; repetitions of a careless producer have offsets of their own. */
    private void atItsOffset(Sent sent, int partition, long offset) {
        if (sent.safe()
                && history.answer(sent.id()) instanceof Answer.Acknowledged at
                && (at.partition() != partition || at.offset() != offset)) {
            violated(Rule.CONTENT, sent.id() + " was acknowledged as " + at + ", found at " + partition + "/" + offset);
        }
    }

    /** No offset is there twice, whatever its message. */
    private void offsets() {
        Set<List<Long>> found = new HashSet<>();
        for (JsonNode row : seen.rows()) {
            if (row.hasNonNull("__intake_offset")) {
                long partition = row.path("__intake_partition").longValue();
                once(found, List.of(partition, row.path("__intake_offset").longValue()));
            }
        }
        for (Letter letter : seen.letters()) {
            once(found, List.of((long) letter.partition(), letter.offset()));
        }
    }

    private void once(Set<List<Long>> found, List<Long> offset) {
        if (!found.add(offset)) {
            violated(Rule.DUPLICATED, "partition and offset " + offset);
        }
    }

    private void phantoms() {
        Set<String> found = new HashSet<>(rows.keySet());
        found.addAll(letters.keySet());
        found.removeAll(history.sent().keySet());
        found.removeAll(seen.foreign());
        found.forEach(id -> violated(Rule.PHANTOM, id + " was never sent"));
    }

    /** What one producer sent later has a higher offset, as far as it went to the same partition. */
    private void order() {
        Map<String, long[]> last = new HashMap<>();
        seen.rows().stream()
                .filter(row -> row.hasNonNull("__intake_offset"))
                .sorted((one, other) -> Long.compare(
                        one.path("__intake_offset").longValue(),
                        other.path("__intake_offset").longValue()))
                .forEach(row -> {
                    Sent sent = history.sent().get(row.path("id").asText());
                    if (sent == null || !sent.safe()) {
                        return;
                    }
                    String stream = sent.producer() + "/" + row.path("__intake_partition");
                    long[] before = last.computeIfAbsent(stream, any -> new long[] {-1});
                    if (sent.n() < before[0]) {
                        violated(Rule.ORDER, stream + ": " + sent.n() + " comes after " + before[0]);
                    }
                    before[0] = sent.n();
                });
    }

    private void foreign() {
        for (String id : seen.foreign()) {
            int times = rows.getOrDefault(id, List.of()).size();
            if (times != 1) {
                violated(Rule.FOREIGN, id + " of another writer is there " + times + " times");
            }
        }
    }

    private void reconcile() {
        int ours = seen.rows().size() - seen.foreign().size();
        Observation.Counts ledger = seen.ledger();
        if (ledger.delivered() != ours
                || ledger.deadLettered() != seen.letters().size()) {
            violated(
                    Rule.RECONCILE,
                    "%d rows and %d dead letters, and the ledger says %s"
                            .formatted(ours, seen.letters().size(), ledger));
        }
        if (ledger.backlog() != 0 || ledger.unaccounted() != 0) {
            violated(Rule.RECONCILE, "not settled: " + ledger);
        }
    }

    private void violated(Rule rule, String text) {
        violations.add(new Violation(rule, text));
    }

    private static JsonNode parsed(String value) {
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the workload sent no JSON: " + value, e);
        }
    }
}
