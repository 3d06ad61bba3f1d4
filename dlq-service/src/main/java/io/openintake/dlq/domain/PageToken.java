package io.openintake.dlq.domain;

import io.openintake.contracts.IntakeId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a list goes on; opaque to clients, and good for the list it came from only. */
public record PageToken(IntakeId intake, Optional<String> reason, long offset) {
    private static final String VERSION = "1";
    private static final String SEPARATOR = "|";
    private static final int PARTS = 4;
    private static final int MAX_LENGTH = 200;

    /** The text form. */
    public String text() {
        String plain = String.join(SEPARATOR, VERSION, intake.toString(), reason.orElse(""), Long.toString(offset));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the text form; empty when it is none, or one of another list. */
    public static Optional<PageToken> parse(String text, IntakeId intake, Optional<String> reason) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            String[] parts = plain.split("\\" + SEPARATOR, -1);
            if (parts.length != PARTS || !parts[3].matches("[0-9]{1,18}")) {
                return Optional.empty();
            }
            PageToken token = new PageToken(intake, reason, Long.parseLong(parts[3]));
            return token.text().equals(text) ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
