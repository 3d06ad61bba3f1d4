package io.openintake.registry.app;

import io.openintake.contracts.IntakeId;
import io.openintake.registry.domain.status.PartitionOffsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Asks the brokers about intake topics. */
public interface IntakeLogs {
    /**
     * Offsets of every partition, in order; none while the topic does not exist. Fails when the brokers do not answer.
     */
    CompletionStage<List<PartitionOffsets>> offsets(IntakeId intake);
}
