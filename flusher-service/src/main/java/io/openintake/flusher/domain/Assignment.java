package io.openintake.flusher.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Policies.ErrorPolicy;

/**
 * What is flushed, and how.
 *
 * @param target {@link io.openintake.contracts.TableTarget#hash()} of the definition
 * @param topicId the Kafka topic id that the intake's topic has now
 * @param clusterId the Kafka cluster's id
 */
public record Assignment(
        IntakeId intake, String target, String topicId, String clusterId, ErrorPolicy errors, FlushLimits limits) {}
