package io.openintake.flusher.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.flusher.domain.suspect.Caution;

/**
 * What is flushed, and how.
 *
 * @param target {@link io.openintake.contracts.TableTarget#hash()} of the definition
 * @param topicId the Kafka topic id that the intake's topic has now
 * @param clusterId the Kafka cluster's id
 * @param caution whether an earlier owner may have been ended by what comes next
 * @param process that works on it; no other one ever has this name
 */
public record Assignment(
        IntakeId intake,
        String target,
        String topicId,
        String clusterId,
        ErrorPolicy errors,
        FlushLimits limits,
        Caution caution,
        String process) {
    /** An assignment without particular caution. */
    public Assignment(
            IntakeId intake, String target, String topicId, String clusterId, ErrorPolicy errors, FlushLimits limits) {
        this(intake, target, topicId, clusterId, errors, limits, Caution.PLAIN, "");
    }
}
