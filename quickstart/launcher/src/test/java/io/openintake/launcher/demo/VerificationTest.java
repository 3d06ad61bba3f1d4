package io.openintake.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.ReasonCode;
import io.openintake.launcher.demo.DemoMessage.Fate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerificationTest {
    private static final Ledger LEDGER = new Ledger(2, 1, 1, 0, 0, 0, 0);

    private final ObjectNode sent = JsonNodeFactory.instance.objectNode();
    private final ObjectNode row = JsonNodeFactory.instance.objectNode();

    VerificationTest() {
        sent.put("id", "a").put("n", 1).put("d", 7).putNull("gone");
        row.put("id", "a").put("n", 1L).put("d", 7.0).put("__intake_ts", "2026-01-01T00:00:00Z");
    }

    @Test
    void findsNothingWhenAllIsThereOnce() {
        assertEquals(List.of(), problems(List.of(row), List.of(letter("not-json")), LEDGER));
    }

    @Test
    void findsALostRow() {
        assertEquals(List.of("row a is missing"), problems(List.of(), List.of(letter("not-json")), LEDGER));
    }

    @Test
    void findsARowThatIsThereTwice() {
        assertEquals(List.of("row a is there twice"), problems(List.of(row, row), List.of(letter("not-json")), LEDGER));
    }

    @Test
    void findsAChangedValue() {
        row.put("n", 2L);

        assertEquals(
                1, problems(List.of(row), List.of(letter("not-json")), LEDGER).size());
    }

    @Test
    void findsAnIntegerThatLostItsLastDigit() {
        sent.put("n", Long.MAX_VALUE);
        row.put("n", Long.MAX_VALUE - 1);

        assertEquals(
                1, problems(List.of(row), List.of(letter("not-json")), LEDGER).size());
    }

    @Test
    void findsAWrongReason() {
        assertEquals(
                List.of("dead letter k has the reason not-utf8 instead of not-json"),
                problems(List.of(row), List.of(letter("not-utf8")), LEDGER));
    }

    @Test
    void findsDeadLettersThatAreMissingTwiceOrUnexpected() {
        assertEquals(List.of("dead letter k (not-json) is missing"), problems(List.of(row), List.of(), LEDGER));
        assertEquals(
                1,
                problems(List.of(row), List.of(letter("not-json"), letter("not-json")), LEDGER)
                        .size());
    }

    @Test
    void findsALedgerThatDoesNotAddUp() {
        var ledger = new Ledger(2, 1, 1, 0, 0, 0, 1);

        assertEquals(
                List.of("unaccounted in the ledger: 1 instead of 0"),
                problems(List.of(row), List.of(letter("not-json")), ledger));
    }

    private List<String> problems(List<ObjectNode> rows, List<DeadLetter> letters, Ledger ledger) {
        List<DemoMessage> messages = List.of(
                new DemoMessage("v", new byte[0], new Fate.Row(sent)),
                new DemoMessage("k", new byte[0], new Fate.DeadLetter(ReasonCode.NOT_JSON)));
        return new Verification(messages).problems(rows, letters, ledger);
    }

    private static DeadLetter letter(String reason) {
        return new DeadLetter("k", "", reason, "", "", "");
    }
}
