package io.openintake.contracts.event;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.ProjectId;

/**
 * Who did what, and whether it was allowed.
 *
 * @param actor a user name or token name
 * @param action stable kebab-case, such as {@code kafka-login}
 * @param resource what it was done to
 * @param outcome stable kebab-case, such as {@code allowed} or {@code wrong-password}
 * @param remoteAddress where it came from; empty when unknown
 * @param client software name and version as the client gave it; empty when unknown
 */
public record AuditRecorded(
        ProjectId project,
        String actor,
        String action,
        String resource,
        String outcome,
        String remoteAddress,
        String client)
        implements Event {
    @Override
    public InternalTopic topic() {
        return InternalTopic.AUDIT;
    }

    @Override
    public String key() {
        return project.toString();
    }

    @Override
    public long version() {
        return 0;
    }
}
