package io.openintake.contracts.event;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;

/** One aspect of how an intake fares, in full; key {@code <intake id>/<aspect>}. */
public sealed interface StatusEvent extends Event
        permits ProvisioningReported, DeliveryReported, DeadLettersReported, TableReported {
    /** The intake it speaks of. */
    IntakeId intake();

    /** The aspect, the second half of the key. */
    String aspect();

    /** The same report with another version. */
    StatusEvent withVersion(long newVersion);

    @Override
    default InternalTopic topic() {
        return InternalTopic.STATUS;
    }

    @Override
    default String key() {
        return intake() + "/" + aspect();
    }
}
