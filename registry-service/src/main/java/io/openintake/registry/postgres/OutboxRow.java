package io.openintake.registry.postgres;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A publication as it is written with its change; {@link PostgresOutbox} reads it. */
@Entity
@Table(name = "outbox")
@SuppressWarnings("NullAway.Init")
class OutboxRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long id;

    String topic;
    String key;
    long version;
    byte @Nullable [] payload;
}
