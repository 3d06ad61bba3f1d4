package io.openintake.registry.app.outbox;

import java.time.Instant;
import java.util.Optional;

/** Where the publisher tells how it fares. */
public interface OutboxGauge {
    /** When the oldest unpublished record was stored; empty when all is published. */
    void oldestUnpublished(Optional<Instant> stored);

    /** So many more were published. */
    void published(int count);
}
