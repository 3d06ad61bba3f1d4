package io.openintake.contracts.event;

import io.openintake.contracts.InternalTopic;

/** A fact that one service tells the others. On compacted topics an event is the full state of its key. */
public sealed interface Event
        permits RegistryEvent,
                UserDefined,
                CredentialStored,
                StatusEvent,
                UsageReported,
                TrafficReported,
                AuditRecorded,
                Command,
                RecordRejected {
    /** The internal topic it travels on. */
    InternalTopic topic();

    /** The record's key there. */
    String key();

    /** Rises with every change of the key; 0 for events that are no state. */
    long version();
}
