package io.openintake.contracts.event;

import io.openintake.contracts.InternalTopic;

/** A definition on {@code openintake.registry}; a tombstone follows when the resource is removed. */
public sealed interface RegistryEvent extends Event permits RunnerDefined, IntakeDefined {
    @Override
    default InternalTopic topic() {
        return InternalTopic.REGISTRY_EVENTS;
    }
}
