package io.openintake.contracts;

/** What an intake does with records that do not fit its table. */
public record Policies(Evolution evolution, Mismatch mismatch, ErrorPolicy errors) {
    /** What a new intake has. */
    public static final Policies DEFAULT = new Policies(Evolution.BY_TABLE, Mismatch.STRICT, ErrorPolicy.DEAD_LETTER);

    /** Fields that the table lacks. */
    public enum Evolution {
        /** {@link #ADD} for tables that we created, {@link #IGNORE} for existing ones. */
        BY_TABLE("by-table"),
        ADD("add"),
        IGNORE("ignore"),
        REJECT("reject");

        private final String text;

        Evolution(String text) {
            this.text = text;
        }

        /** The wire form. */
        public String text() {
            return text;
        }
    }

    /** Values of another type than the column's. */
    public enum Mismatch {
        STRICT("strict"),
        WIDEN("widen");

        private final String text;

        Mismatch(String text) {
            this.text = text;
        }

        /** The wire form. */
        public String text() {
            return text;
        }
    }

    /** Records that cannot become a row. */
    public enum ErrorPolicy {
        DEAD_LETTER("dead-letter"),
        SUSPEND("suspend"),
        SKIP("skip");

        private final String text;

        ErrorPolicy(String text) {
            this.text = text;
        }

        /** The wire form. */
        public String text() {
            return text;
        }
    }
}
