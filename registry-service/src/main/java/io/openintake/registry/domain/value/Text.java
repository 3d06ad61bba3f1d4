package io.openintake.registry.domain.value;

/** Checks that hold for every text that an owner gives us. */
final class Text {
    /** The API's length limit of most texts, in Unicode code points. */
    static final int MAX_LENGTH = 1_024;

    private Text() {}

    /** Returns the text if its length fits and PostgreSQL, Kafka and JSON can all hold it. */
    static String checked(String text, int minLength, int maxLength) {
        int length = text.codePointCount(0, text.length());
        if (length < minLength || length > maxLength) {
            throw new IllegalArgumentException("must have " + minLength + " to " + maxLength + " characters");
        }
        if (text.codePoints().anyMatch(Text::isUnstorable)) {
            throw new IllegalArgumentException("must not contain control characters or broken Unicode");
        }
        return text;
    }

    private static boolean isUnstorable(int codePoint) {
        boolean lineBreakOrTab = codePoint == '\n' || codePoint == '\r' || codePoint == '\t';
        boolean loneSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return loneSurrogate || (Character.isISOControl(codePoint) && !lineBreakOrTab);
    }
}
