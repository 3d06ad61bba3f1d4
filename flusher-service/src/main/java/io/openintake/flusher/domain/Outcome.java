package io.openintake.flusher.domain;

import io.openintake.contracts.flush.FlushState.Problem;

/** How a flush ended. */
public sealed interface Outcome {
    /** There was nothing to do. */
    record Idle() implements Outcome {}

    /**
     * A batch is through.
     *
     * @param snapshot of its commit; 0 when it had no rows
     * @param validThroughMs 0 when unknown
     */
    record Delivered(long rows, long dead, long skipped, long snapshot, long validThroughMs) implements Outcome {}

    /** What was in doubt is resolved or the table was not what it seemed: begin anew. */
    record Again() implements Outcome {}

    /** It cannot go on now and is tried again later; nothing is lost. */
    record Paused(Trouble trouble) implements Outcome {}

    /** A person must answer first. */
    record AwaitsPerson(Problem problem) implements Outcome {}
}
