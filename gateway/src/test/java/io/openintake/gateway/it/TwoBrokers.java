package io.openintake.gateway.it;

import io.openintake.testkit.Backing;
import io.openintake.testkit.Eventually;
import io.openintake.testkit.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** A cluster of a broker that holds the controller and another one, which may fall without taking the cluster along. */
final class TwoBrokers implements AutoCloseable {
    static final int FIRST = 1;
    static final int SECOND = 2;
    /** Groups have their coordinator on either broker and survive the loss of one. */
    private static final List<String> REPLICATED = List.of("--kafka-setting", "offsets.topic.replication.factor=2");

    private final Backing first;
    private final Admin admin;
    private Backing second;

    private TwoBrokers() {
        this.first = Backing.startWith(REPLICATED, Part.KAFKA);
        this.second = first.broker(SECOND, REPLICATED);
        this.admin = Admin.create(Map.of("bootstrap.servers", first.kafkaBootstrap()));
    }

    static TwoBrokers start() {
        return new TwoBrokers();
    }

    Map<String, String> settings() {
        return Map.of("bootstrap.servers", first.kafkaBootstrap());
    }

    Admin admin() {
        return admin;
    }

    /** A tenant with one partition for each of these lists of brokers, the first of which leads it. */
    Tenant tenant(RunningGateway gateway, List<List<Integer>> replicas) {
        Tenant tenant = Tenant.make();
        Map<Integer, List<Integer>> byPartition = new java.util.HashMap<>();
        replicas.forEach(brokers -> byPartition.put(byPartition.size(), brokers));
        return gateway.defined(
                tenant,
                Tenant.CAPACITY,
                new NewTopic(tenant.intake().topic(), byPartition),
                new NewTopic(tenant.intake().deadLetterTopic(), Map.of(0, List.of(SECOND, FIRST))));
    }

    /** Makes these brokers the replicas, and the first of them the leader. */
    void move(TopicPartition partition, List<Integer> replicas) {
        get(admin.alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(replicas))))
                .all());
        Eventually.holds("all replicas are in sync", () -> inSync(partition).containsAll(replicas));
        var unused = admin.electLeaders(ElectionType.PREFERRED, Set.of(partition));
        Eventually.equal("the leader has moved", replicas.getFirst(), () -> leader(partition));
    }

    /** The broker that leads the partition; -1 when nobody does. */
    int leader(TopicPartition partition) {
        return Optional.ofNullable(
                        get(admin.describeTopics(List.of(partition.topic())).allTopicNames())
                                .get(partition.topic())
                                .partitions()
                                .get(partition.partition())
                                .leader())
                .map(Node::id)
                .orElse(-1);
    }

    private List<Integer> inSync(TopicPartition partition) {
        return get(admin.describeTopics(List.of(partition.topic())).allTopicNames())
                .get(partition.topic())
                .partitions()
                .get(partition.partition())
                .isr()
                .stream()
                .map(Node::id)
                .toList();
    }

    int coordinator(String group) {
        return get(admin.describeConsumerGroups(List.of(group)).all())
                .get(group)
                .coordinator()
                .id();
    }

    void killSecond() {
        second.kill9();
    }

    void freezeSecond() {
        second.freeze();
    }

    void thawSecond() {
        second.thaw();
    }

    void restartSecond() {
        second = second.restarted();
    }

    /** Waits for what Kafka promised. */
    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        admin.close();
        second.close();
        first.close();
    }
}
