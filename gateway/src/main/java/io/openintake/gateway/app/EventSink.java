package io.openintake.gateway.app;

import io.openintake.contracts.event.Event;

/** Takes events for the internal topics, without waiting. */
public interface EventSink {
    /** Publishes in the background. */
    void publish(Event event);
}
