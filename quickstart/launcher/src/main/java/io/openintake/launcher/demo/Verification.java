package io.openintake.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.ReasonCode;
import io.openintake.launcher.demo.DemoMessage.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what was sent with what came out: every message exactly once, every value as it was, every reason right. */
final class Verification {
    private static final Set<String> ADDED_BY_US = Set.of("__intake_ts");

    private final Map<String, ObjectNode> rowsById = new HashMap<>();
    private final Map<String, ReasonCode> reasonsByKey = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    Verification(List<DemoMessage> sent) {
        for (DemoMessage message : sent) {
            switch (message.fate()) {
                case Fate.Row row -> rowsById.put(row.values().path("id").asText(), row.values());
                case Fate.DeadLetter letter -> reasonsByKey.put(message.key(), letter.reason());
            }
        }
    }

    /** What is wrong; nothing, if all is as it should be. */
    List<String> problems(List<ObjectNode> rows, List<DeadLetter> letters, Ledger ledger) {
        compareRows(rows);
        compareLetters(letters);
        int sent = rowsById.size() + reasonsByKey.size();
        same("accepted in the ledger", sent, ledger.accepted());
        same("delivered in the ledger", rowsById.size(), ledger.delivered());
        same("dead-lettered in the ledger", reasonsByKey.size(), ledger.deadLettered());
        same("skipped in the ledger", 0, ledger.skipped());
        same("backlog in the ledger", 0, ledger.backlog());
        same("lost in the ledger", 0, ledger.lost());
        same("unaccounted in the ledger", 0, ledger.unaccounted());
        return List.copyOf(problems);
    }

    private void compareRows(List<ObjectNode> rows) {
        Map<String, ObjectNode> missing = new HashMap<>(rowsById);
        for (ObjectNode row : rows) {
            String id = row.path("id").asText();
            ObjectNode expected = missing.remove(id);
            if (expected == null) {
                problems.add("row " + id + (rowsById.containsKey(id) ? " is there twice" : " was never sent"));
                continue;
            }
            if (!row.has("__intake_ts")) {
                problems.add("row " + id + " has no __intake_ts");
            }
            ObjectNode seen = row.deepCopy().remove(ADDED_BY_US);
            if (!isSame(withoutNulls(expected), withoutNulls(seen))) {
                problems.add("row " + id + " is " + seen + " instead of " + expected);
            }
        }
        missing.keySet().forEach(id -> problems.add("row " + id + " is missing"));
    }

    private void compareLetters(List<DeadLetter> letters) {
        Map<String, ReasonCode> missing = new HashMap<>(reasonsByKey);
        for (DeadLetter letter : letters) {
            ReasonCode expected = missing.remove(letter.key());
            if (expected == null) {
                boolean twice = reasonsByKey.containsKey(letter.key());
                problems.add("dead letter %s (%s: %s) %s"
                        .formatted(
                                letter.key(),
                                letter.reason(),
                                letter.message(),
                                twice ? "is there twice" : "should be a row"));
            } else if (!expected.text().equals(letter.reason())) {
                problems.add("dead letter %s has the reason %s instead of %s"
                        .formatted(letter.key(), letter.reason(), expected.text()));
            }
        }
        missing.forEach((key, reason) -> problems.add("dead letter %s (%s) is missing".formatted(key, reason.text())));
    }

    private void same(String what, long expected, long seen) {
        if (expected != seen) {
            problems.add("%s: %d instead of %d".formatted(what, seen, expected));
        }
    }

    /** A table has no place for the difference between a null and an absent field. */
    private static ObjectNode withoutNulls(ObjectNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!field.getValue().isNull()) {
                kept.set(field.getKey(), withoutNulls(field.getValue()));
            }
        }
        return kept;
    }

    private static JsonNode withoutNulls(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> withoutNulls(object);
            case ArrayNode array -> {
                ArrayNode kept = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> kept.add(withoutNulls(element)));
                yield kept;
            }
            default -> node;
        };
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(Verification::compare, other);
    }

    /** 1 and 1.0 are the same in a column of doubles; 64-bit integers are compared as such. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.isIntegralNumber() && other.isIntegralNumber()
                    ? Long.compare(one.longValue(), other.longValue())
                    : Double.compare(one.doubleValue(), other.doubleValue());
        }
        return one.equals(other) ? 0 : 1;
    }
}
