package io.openintake.gateway.kafka.cluster;

import io.openintake.gateway.app.BrokerAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The partitions of a topic and who leads them; without partitions the topic is not there. */
public record TopicLayout(SortedMap<Integer, Optional<BrokerAddress>> leaders) {
    static final TopicLayout ABSENT = new TopicLayout(new TreeMap<>());

    public TopicLayout {
        leaders = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(leaders));
    }

    static TopicLayout of(Map<Integer, Optional<BrokerAddress>> leaders) {
        return new TopicLayout(new TreeMap<>(leaders));
    }

    /** The numbers of its partitions. */
    public List<Integer> partitions() {
        return List.copyOf(leaders.keySet());
    }

    /** Who leads the partition; empty when nobody does or there is no such partition. */
    public Optional<BrokerAddress> leader(int partition) {
        return leaders.getOrDefault(partition, Optional.empty());
    }

    /** Whether the topic is there and every partition has a leader. */
    public boolean isLed() {
        return !leaders.isEmpty() && leaders.values().stream().allMatch(Optional::isPresent);
    }
}
