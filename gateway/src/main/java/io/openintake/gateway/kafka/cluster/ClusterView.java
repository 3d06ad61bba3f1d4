package io.openintake.gateway.kafka.cluster;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Links;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.MetadataResponseData;

/** What is known of the backing cluster: leaders and coordinators, asked for when first needed and kept a while. */
public final class ClusterView {
    static final short METADATA_VERSION = 12;
    static final short FIND_COORDINATOR_VERSION = 3;
    private static final short API_VERSIONS_VERSION = 3;
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration ASK_AGAIN = Duration.ofMillis(150);
    /** Known topics and groups; beyond, all are asked for again. */
    private static final int MAX_KNOWN = 20_000;

    private record Known(TopicLayout layout, long atNanos) {}

    private final ControlLink control;
    private final Map<String, Known> topics = new ConcurrentHashMap<>();
    private final Map<String, BrokerAddress> coordinators = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<TopicLayout>> asked = new HashMap<>();
    private volatile List<BrokerAddress> brokers = List.of();

    /** Asks the brokers at these addresses first. */
    public ClusterView(Links links, ScheduledExecutorService loop, List<BrokerAddress> bootstrap) {
        this.control = new ControlLink(links, loop, bootstrap);
    }

    /** The topic as it is known; asks when nothing is known, and in the background when that is old. */
    public CompletableFuture<TopicLayout> topic(String name) {
        Known known = topics.get(name);
        if (known == null) {
            return refreshed(name);
        }
        if (age(known).compareTo(FRESH) > 0) {
            var unused = refreshed(name);
        }
        return CompletableFuture.completedFuture(known.layout);
    }

    /** The topic once each of these partitions that it has is led, or as it is when the patience ends. */
    public CompletableFuture<TopicLayout> ledTopic(String name, Set<Integer> partitions, Duration patience) {
        long untilNanos = System.nanoTime() + patience.toNanos();
        return ledTopicUntil(name, partitions, untilNanos);
    }

    /** A broker said that it does not lead the partition it was asked for. */
    public void moved(String topic) {
        Known known = topics.get(topic);
        if (known != null && age(known).compareTo(ASK_AGAIN) > 0) {
            topics.remove(topic, known);
        }
    }

    /** The coordinator of the group. */
    public CompletableFuture<Coordinator> coordinator(String group) {
        BrokerAddress known = coordinators.get(group);
        return known == null ? onLoop(() -> askCoordinator(group)) : completed(new Coordinator.Found(known));
    }

    /** A broker said that it does not coordinate the group. */
    public void coordinatorMoved(String group) {
        coordinators.remove(group);
    }

    /** Some broker, for what any can answer. */
    public CompletableFuture<Optional<BrokerAddress>> anyBroker(String topic) {
        return topic(topic).thenApply(any -> brokers.stream().findFirst());
    }

    /** What the cluster lacks to stand behind this gateway, in words; fails when no broker answers. */
    public CompletableFuture<List<String>> lacking() {
        ApiVersionsRequestData request = new ApiVersionsRequestData()
                .setClientSoftwareName("openintake-gateway")
                .setClientSoftwareVersion("1");
        return onLoop(() -> control.ask(request, API_VERSIONS_VERSION)
                .thenApply(answer -> answer.map(ClusterView::lacking)
                        .orElseThrow(() -> new IllegalStateException("no broker says what it speaks"))));
    }

    private static List<String> lacking(ByteBuffer body) {
        // A broker that does not know the version answers in the oldest form, of which only this is of interest.
        if (body.getShort(Integer.BYTES) != 0) {
            return List.of("API_VERSIONS " + API_VERSIONS_VERSION);
        }
        var response = Wire.response(body, API_VERSIONS_VERSION, new ApiVersionsResponseData());
        return BrokerVersions.lacking(response.apiKeys());
    }

    private CompletableFuture<TopicLayout> ledTopicUntil(String name, Set<Integer> partitions, long untilNanos) {
        return topic(name).thenCompose(layout -> {
            if (layout.leads(partitions) || System.nanoTime() > untilNanos) {
                return CompletableFuture.completedFuture(layout);
            }
            CompletableFuture<TopicLayout> later = new CompletableFuture<>();
            var unusedTimer = control.loop()
                    .schedule(
                            () -> {
                                moved(name);
                                var unused = ledTopicUntil(name, partitions, untilNanos)
                                        .whenComplete(carryTo(later));
                            },
                            ASK_AGAIN.toMillis() + 1,
                            TimeUnit.MILLISECONDS);
            return later;
        });
    }

    private CompletableFuture<TopicLayout> refreshed(String name) {
        return onLoop(() -> {
            Known known = topics.get(name);
            if (known != null && age(known).compareTo(FRESH) <= 0) {
                return CompletableFuture.completedFuture(known.layout);
            }
            // One question at a time for each topic, however many wait for it.
            return asked.computeIfAbsent(
                    name,
                    any -> askTopic(name)
                            .whenComplete((layout, failure) -> control.loop().execute(() -> asked.remove(name))));
        });
    }

    private CompletableFuture<TopicLayout> askTopic(String name) {
        MetadataRequestData request = new MetadataRequestData()
                .setTopics(List.of(new MetadataRequestTopic().setName(name)))
                .setAllowAutoTopicCreation(false);
        return control.ask(request, METADATA_VERSION)
                .thenApply(answer -> answer.map(body -> learnt(name, body)).orElse(TopicLayout.ABSENT));
    }

    private TopicLayout learnt(String name, ByteBuffer body) {
        MetadataResponseData response = Wire.response(body, METADATA_VERSION, new MetadataResponseData());
        List<BrokerAddress> named = response.brokers().stream()
                .map(broker -> new BrokerAddress(broker.nodeId(), broker.host(), broker.port()))
                .toList();
        brokers = named;
        control.brokers(named);
        Map<Integer, BrokerAddress> byId =
                named.stream().collect(Collectors.toMap(BrokerAddress::id, broker -> broker, (first, same) -> first));
        Map<Integer, Optional<BrokerAddress>> leaders = new HashMap<>();
        response.topics().stream()
                .filter(topic -> name.equals(topic.name()))
                .flatMap(topic -> topic.partitions().stream())
                .forEach(one -> leaders.put(one.partitionIndex(), Optional.ofNullable(byId.get(one.leaderId()))));
        TopicLayout layout = TopicLayout.of(leaders);
        remember(name, layout);
        return layout;
    }

    private void remember(String name, TopicLayout layout) {
        if (topics.size() >= MAX_KNOWN) {
            topics.clear();
        }
        if (layout.leaders().isEmpty()) {
            topics.remove(name);
        } else {
            topics.put(name, new Known(layout, System.nanoTime()));
        }
    }

    private CompletableFuture<Coordinator> askCoordinator(String group) {
        FindCoordinatorRequestData request = new FindCoordinatorRequestData().setKey(group);
        return control.ask(request, FIND_COORDINATOR_VERSION)
                .thenApply(answer ->
                        answer.map(body -> learntCoordinator(group, body)).orElseGet(Coordinator.Unavailable::new));
    }

    private Coordinator learntCoordinator(String group, ByteBuffer body) {
        FindCoordinatorResponseData response =
                Wire.response(body, FIND_COORDINATOR_VERSION, new FindCoordinatorResponseData());
        if (response.errorCode() != 0) {
            return new Coordinator.Unavailable();
        }
        BrokerAddress broker = new BrokerAddress(response.nodeId(), response.host(), response.port());
        if (coordinators.size() >= MAX_KNOWN) {
            coordinators.clear();
        }
        coordinators.put(group, broker);
        return new Coordinator.Found(broker);
    }

    private <T> CompletableFuture<T> onLoop(java.util.function.Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        control.loop().execute(() -> {
            try {
                var unused = question.get().whenComplete(carryTo(answer));
            } catch (RuntimeException failed) {
                answer.completeExceptionally(failed);
            }
        });
        return answer;
    }

    private static <T> java.util.function.BiConsumer<T, Throwable> carryTo(CompletableFuture<T> other) {
        return (value, failure) -> {
            if (failure == null) {
                other.complete(value);
            } else {
                other.completeExceptionally(failure);
            }
        };
    }

    private static <T> CompletableFuture<T> completed(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private static Duration age(Known known) {
        return Duration.ofNanos(System.nanoTime() - known.atNanos);
    }
}
