package io.openintake.systemtests.matrix;

/** What became of a cell. */
sealed interface Outcome {
    /** How it looks in a table. */
    String text();

    /** As it should be; the figure says what was seen. */
    record Passed(String figure) implements Outcome {
        @Override
        public String text() {
            return "ok";
        }
    }

    /** The client has no such thing. */
    record NotOffered() implements Outcome {
        @Override
        public String text() {
            return "–";
        }
    }

    /** Not as it should be. */
    record Failed(String reason) implements Outcome {
        @Override
        public String text() {
            return "FAILED";
        }
    }
}
