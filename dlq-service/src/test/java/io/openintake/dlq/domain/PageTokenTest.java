package io.openintake.dlq.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.IntakeId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PageTokenTest {
    private static final IntakeId INTAKE = IntakeId.parse("018f0000-0000-7000-8000-000000000001");
    private static final IntakeId OTHER = IntakeId.parse("018f0000-0000-7000-8000-000000000002");
    private static final Optional<String> REASON = Optional.of("not-json");

    @Test
    void comesBackFromItsText() {
        PageToken token = new PageToken(INTAKE, REASON, 123);
        assertEquals(Optional.of(token), PageToken.parse(token.text(), INTAKE, REASON));
    }

    @Test
    void isOfItsOwnListOnly() {
        String text = new PageToken(INTAKE, REASON, 123).text();
        assertEquals(Optional.empty(), PageToken.parse(text, OTHER, REASON));
        assertEquals(Optional.empty(), PageToken.parse(text, INTAKE, Optional.empty()));
    }

    @Test
    void isNothingElse() {
        for (String text :
                new String[] {"", "x", "%%%", "MXx8", "9".repeat(201), forged("1|" + INTAKE + "|not-json|-1")}) {
            assertEquals(Optional.empty(), PageToken.parse(text, INTAKE, REASON), text);
        }
    }

    private static String forged(String plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
