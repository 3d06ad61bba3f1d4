package io.openintake.registry.app.outbox;

import io.openintake.contracts.Bytes;
import io.openintake.contracts.InternalTopic;
import java.util.Optional;

/**
 * A stored publication.
 *
 * @param id rises in the order in which the changes of one resource were committed
 * @param payload empty for a tombstone
 */
public record OutboxRecord(long id, InternalTopic topic, String key, long version, Optional<Bytes> payload) {}
