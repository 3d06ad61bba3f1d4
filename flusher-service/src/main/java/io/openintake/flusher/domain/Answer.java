package io.openintake.flusher.domain;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Answers to effects. There is none for "no longer the owner" and none for a transaction whose outcome is unknown:
 * whoever performs effects then drops the flush, and goes on from the log if the intake is still theirs.
 */
public sealed interface Answer {
    /** What reading came to. */
    sealed interface Read extends Answer {}

    /**
     * A batch.
     *
     * @param validThroughMs every record stamped before this is below the ends; 0 when unknown
     */
    record Taken(SortedMap<Integer, Extent> extents, long validThroughMs) implements Read {
        public Taken {
            extents = new TreeMap<>(extents);
        }

        SortedMap<Integer, Long> ends() {
            SortedMap<Integer, Long> ends = new TreeMap<>();
            extents.forEach((partition, extent) -> ends.put(partition, extent.to()));
            return ends;
        }

        long records() {
            return extents.values().stream().mapToLong(Extent::records).sum();
        }

        boolean isEmpty() {
            return extents.values().stream().allMatch(extent -> extent.to() == extent.from());
        }
    }

    /** The log of the partition starts after the position: [from, to) is gone. */
    record GapFound(int partition, long from, long to) implements Read {}

    /** The table, if it is there. */
    sealed interface Table extends Answer {}

    record Present(TableView view) implements Table {}

    record Absent() implements Table {}

    /** What the batch asks of the table. */
    record Surveyed(boolean hasRows, boolean asksForSchema) implements Answer {}

    /** What writing came to. */
    sealed interface Written extends Answer {}

    record Sorted(Tally tally) implements Written {}

    /** Whether the files are there. */
    enum Files implements Answer {
        PRESENT,
        MISSING
    }

    /** What posting came to. */
    sealed interface Posted extends Answer {}

    /** The catalog accepted it. */
    record Accepted(TableView view) implements Posted {}

    /** Nothing was sent. */
    record NotSent() implements Posted {}

    /** It did not work: nothing was read, loaded or written; for a post, it may be in. */
    record Failed(Trouble trouble) implements Read, Table, Written, Posted {}

    /** The transaction is committed. */
    record Recorded() implements Answer {}

    /** The time has passed. */
    record Waited() implements Answer {}
}
