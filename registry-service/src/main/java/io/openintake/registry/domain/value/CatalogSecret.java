package io.openintake.registry.domain.value;

/** A personal access token on its way to being encrypted; never stored in the clear, never printed. */
public record CatalogSecret(String text) {
    /** What the API shows instead; given back on an update it means "unchanged". */
    public static final String MASK = "********";

    public CatalogSecret {
        Text.checked(text, 1, Text.MAX_LENGTH);
        if (text.equals(MASK)) {
            throw new IllegalArgumentException("must be the token itself, not its mask");
        }
    }

    @Override
    public String toString() {
        return "CatalogSecret[hidden]";
    }
}
