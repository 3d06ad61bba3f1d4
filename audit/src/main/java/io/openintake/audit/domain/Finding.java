package io.openintake.audit.domain;

/**
 * Something that is not as promised, or that cannot be proved.
 *
 * @param code stable kebab-case
 * @param text for people, with exact offsets
 */
public record Finding(Weight weight, String code, String text) {
    /** What it means for the verdict. */
    public enum Weight {
        /** A message is missing, doubled, or not where it should be. */
        WRONG,
        /** Nothing wrong is seen, but not all of it can be seen. */
        NOTE
    }

    static Finding wrong(String code, String text) {
        return new Finding(Weight.WRONG, code, text);
    }

    static Finding note(String code, String text) {
        return new Finding(Weight.NOTE, code, text);
    }
}
