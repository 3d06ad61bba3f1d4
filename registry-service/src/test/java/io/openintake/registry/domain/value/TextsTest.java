package io.openintake.registry.domain.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "a.b",
                "day(__intake_ts)",
                "DAYS( ts )",
                "bucket(16, id)",
                "bucket(id,16)",
                "truncate(4, name)",
                "truncate(name, 4)",
                "identity(x)",
                "void(x)",
                "hours(ts)"
            })
    void takesPartitionExpressions(String text) {
        assertEquals(text, new PartitionExpression(text).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "bucket(16",
                " id)",
                "bucket(id)",
                "bucket(0, id)",
                "bucket(-1, id)",
                "bucket(16, id, x)",
                "bucket(a, b)",
                "day()",
                "day(a, b)",
                "week(ts)",
                "day(day(ts))",
                "a b",
                "day(ts) desc"
            })
    void refusesWhatIsNoPartitionExpression(String text) {
        assertThrows(IllegalArgumentException.class, () -> new PartitionExpression(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SuperSafepass123!", "aA1!aA1!aA1!", "Pässwörter mit 1 Leerzeichen", "aA1\"';--<script>"})
    void takesStrongPasswordsAsTheyAre(String text) {
        assertEquals(text, new Password(text).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aA1!aA1!aA1",
                "alllowercase1!",
                "ALLUPPERCASE1!",
                "NoDigitsHere!!",
                "NoOthersHere11",
                "SuperSafepass123!\n",
                "SuperSafe\u0000pass123!"
            })
    void refusesWeakPasswords(String text) {
        assertThrows(IllegalArgumentException.class, () -> new Password(text));
    }

    @Test
    void refusesPasswordsAboveTheLimit() {
        assertEquals(128, new Password("aA1!".repeat(32)).text().length());
        assertThrows(IllegalArgumentException.class, () -> new Password("aA1!".repeat(32) + "x"));
    }

    @Test
    void neverPrintsSecrets() {
        assertFalse(new Password("SuperSafepass123!").toString().contains("Super"));
        assertFalse(new CatalogSecret("token").toString().contains("token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "my-runner 2", "Käse", "日本語", "12345678901234567890123456789012"})
    void takesDisplayNames(String text) {
        assertEquals(text, new DisplayName(text).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "under_score", "a.b", "<b>", "a\n", "😀", "123456789012345678901234567890123"})
    void refusesOtherDisplayNames(String text) {
        assertThrows(IllegalArgumentException.class, () -> new DisplayName(text));
    }

    @Test
    void refusesTextsThatADatabaseCannotHold() {
        assertEquals("two\nlines", new Description("two\nlines").text());
        assertEquals(1024, new Description("😀".repeat(1024)).text().codePointCount(0, 2048));
        for (String text : new String[] {"\u0000", "\ud800", "\u001b[31m", "x".repeat(1025)}) {
            assertThrows(IllegalArgumentException.class, () -> new Description(text));
            assertThrows(IllegalArgumentException.class, () -> new Labels(Map.of("k", text)));
            assertThrows(IllegalArgumentException.class, () -> new CatalogName(text));
        }
        assertThrows(IllegalArgumentException.class, () -> new Labels(Map.of("", "v")));
        assertThrows(IllegalArgumentException.class, () -> CatalogName.namespace("a..b"));
    }
}
