package io.openintake.registry.domain.value;

/** Free text of at most 1,024 characters; may be empty, which is not the same as absent. */
public record Description(String text) {
    public Description {
        Text.checked(text, 0, Text.MAX_LENGTH);
    }
}
