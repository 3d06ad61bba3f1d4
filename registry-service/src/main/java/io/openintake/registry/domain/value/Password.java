package io.openintake.registry.domain.value;

/** A password on its way to becoming a verifier; never stored, never printed. */
public record Password(String text) {
    private static final int MIN_LENGTH = 12;
    private static final int MAX_LENGTH = 128;

    public Password {
        int length = text.codePointCount(0, text.length());
        boolean everyKind = text.codePoints().anyMatch(Character::isLowerCase)
                && text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().anyMatch(Character::isDigit)
                && text.codePoints().anyMatch(codePoint -> !Character.isLetterOrDigit(codePoint));
        if (length < MIN_LENGTH || length > MAX_LENGTH || !everyKind) {
            throw new IllegalArgumentException("must have " + MIN_LENGTH + " to " + MAX_LENGTH
                    + " characters, among them a lower case letter, an upper case letter, a digit and another one");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must not contain control characters such as a line break");
        }
        Text.checked(text, MIN_LENGTH, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
