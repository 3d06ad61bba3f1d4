package io.openintake.contracts.event;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;

/**
 * A runner as its owner wants it.
 *
 * @param host the public {@code host:port} that the runner's clients bootstrap from
 */
public record RunnerDefined(
        RunnerId runner, ProjectId project, long version, Capacity capacity, String host, Lifecycle lifecycle)
        implements RegistryEvent {
    @Override
    public String key() {
        return runner.toString();
    }
}
