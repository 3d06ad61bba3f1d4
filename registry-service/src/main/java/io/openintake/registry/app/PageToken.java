package io.openintake.registry.app;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last item of a page: the next one begins after it, in order of creation and id. Opaque to callers. */
public record PageToken(Instant created, UUID id) {
    private static final int MAX_LENGTH = 1_024;
    private static final Pattern FORM = Pattern.compile("1:(-?[0-9]{1,17}):([0-9a-f-]{36})");

    /** Parses {@link #text()}; anything else is an {@link IllegalArgumentException}. */
    public static PageToken parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("must be a token from an earlier answer");
        }
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
        Matcher parts = FORM.matcher(plain);
        if (!parts.matches()) {
            throw new IllegalArgumentException("must be a token from an earlier answer");
        }
        return new PageToken(Instant.ofEpochMilli(Long.parseLong(parts.group(1))), UUID.fromString(parts.group(2)));
    }

    /** What callers see. */
    public String text() {
        String plain = "1:" + created.toEpochMilli() + ":" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
