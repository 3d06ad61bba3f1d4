package io.openintake.registry.app.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The stored publications. Calls block; any of them may fail with {@link OutboxUnavailable}, after which all is left.
 */
public interface Outbox {
    /** Takes the lead, if nobody else has it. */
    Optional<Lead> tryLead();

    /** The right to publish; held by one process at a time, and lost with its connection. */
    interface Lead extends AutoCloseable {
        /** What was not published yet, in order of id, at most so many. */
        List<OutboxRecord> unpublished(int limit);

        /** When the oldest record that was not published yet was stored. */
        Optional<Instant> oldestUnpublished();

        /** Remembers that these are published. */
        void markPublished(List<Long> ids);

        /** Forgets what was published longer ago than this, at most so many. */
        void prune(Duration age, int limit);

        /** Returns when something was stored, or after so long. */
        void awaitNews(Duration atMost);

        @Override
        void close();
    }
}
