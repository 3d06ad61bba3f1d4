package io.openintake.contracts.event;

import io.openintake.contracts.ServiceName;
import java.time.Instant;

/**
 * An event as it lies on a topic, with CloudEvents 1.0 attributes.
 *
 * @param id unique per event, for humans and logs; idempotence rests on (key, version)
 * @param time when the source decided it, by the source's clock: information, no decision compares it
 */
public record Envelope(String id, Instant time, ServiceName source, Event event) {}
