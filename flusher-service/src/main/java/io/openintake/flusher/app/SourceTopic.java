package io.openintake.flusher.app;

import io.openintake.contracts.IntakeId;
import io.openintake.flusher.domain.Extent;
import java.util.Optional;
import java.util.SortedMap;

/** Port: reading intake topics, one at a time. Not shared between threads; a batch is valid until the next is taken. */
public interface SourceTopic extends AutoCloseable {
    /** Takes what is there now, up to the limits. */
    Taking take(IntakeId intake, SortedMap<Integer, Long> from);

    /** Exactly these extents of the topic, of the batch taken last or of an earlier one. */
    Batch again(IntakeId intake, SortedMap<Integer, Extent> extents);

    /**
     * The topic's id as it is now. It never comes back once the topic is deleted, so an id that is the expected one was
     * so all the time. Empty when there is no topic or the cluster does not answer.
     */
    Optional<String> topicId(IntakeId intake);

    @Override
    void close();

    /** What taking came to. */
    sealed interface Taking {
        /**
         * A batch.
         *
         * @param complete whether it reaches the ends that stood when it was begun
         * @param bytes of keys and values
         * @param validThroughMs every record stamped before this is below the ends; 0 when unknown
         */
        record Taken(Batch batch, SortedMap<Integer, Extent> extents, boolean complete, long bytes, long validThroughMs)
                implements Taking {}

        /** The partition's log starts after the position. */
        record Gap(int partition, long from, long to) implements Taking {}

        /** Not now: the topic is not there, the cluster does not answer, or its log ends before the position. */
        record Unavailable(String code, String message) implements Taking {}
    }
}
