package io.openintake.buffer.domain;

import java.util.Map;

/**
 * A topic as the cluster describes it.
 *
 * @param topicId the cluster's id of this incarnation
 * @param leaders how many of its partitions have a leader
 * @param settings every setting in effect, defaults included
 */
public record TopicFacts(String topicId, int partitions, int leaders, Map<String, String> settings) {
    public TopicFacts {
        settings = Map.copyOf(settings);
    }

    /** Whether every partition can be written to. */
    public boolean isServed() {
        return partitions > 0 && leaders == partitions;
    }
}
