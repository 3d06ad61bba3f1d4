package io.openintake.gateway.kafka.cluster;

import io.openintake.gateway.app.BrokerAddress;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The partitions of a topic and who leads them; without partitions the topic is not there. */
public record TopicLayout(NavigableMap<Integer, Optional<BrokerAddress>> leaders) {
    static final TopicLayout ABSENT = new TopicLayout(new TreeMap<>());

    public TopicLayout {
        leaders = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(leaders));
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

    /** Whether the topic is there. */
    public boolean isThere() {
        return !leaders.isEmpty();
    }

    /** Whether the topic is there and each of these partitions that it has is led. */
    boolean leads(Set<Integer> partitions) {
        return isThere()
                && partitions.stream()
                        .filter(leaders::containsKey)
                        .allMatch(partition -> leader(partition).isPresent());
    }
}
