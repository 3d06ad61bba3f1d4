package io.openintake.gateway.desk;

import io.openintake.contracts.UserType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.HeartbeatRequest;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.OffsetCommitRequest;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.SyncGroupRequest;

/** What a request touches on the cluster. */
final class Reach {
    private Reach() {}

    /** What is not the user's of all that the request names; a kind of request that is not known here is beyond. */
    static Optional<String> beyond(Household tenant, UserType type, AbstractRequest request) {
        String ownTopic = tenant.topic(type);
        String ownGroups = "u." + tenant.intake() + ".";
        if (request instanceof InitProducerIdRequest init) {
            return Optional.ofNullable(init.data().transactionalId());
        }
        if (request instanceof ProduceRequest produce) {
            Stream<String> topics = produce.data().topicData().stream().map(topic -> topic.name());
            String transaction = produce.data().transactionalId();
            return first(topics, List.of(ownTopic)).or(() -> Optional.ofNullable(transaction));
        }
        if (request instanceof FetchRequest fetch) {
            return first(fetch.data().topics().stream().map(topic -> topic.topic()), List.of(ownTopic));
        }
        if (request instanceof ListOffsetsRequest list) {
            return first(list.data().topics().stream().map(topic -> topic.name()), List.of(ownTopic));
        }
        if (request instanceof OffsetCommitRequest commit) {
            Stream<String> topics = commit.data().topics().stream().map(topic -> topic.name());
            return first(topics, List.of(ownTopic)).or(() -> group(commit.data().groupId(), ownGroups));
        }
        if (request instanceof OffsetFetchRequest fetch) {
            return fetched(fetch.data(), ownTopic, ownGroups);
        }
        return member(request)
                .map(name -> group(name, ownGroups))
                .orElse(Optional.of(request.apiKey().name()));
    }

    private static Optional<String> fetched(OffsetFetchRequestData data, String ownTopic, String ownGroups) {
        // Older versions name one group at the top, newer ones a list.
        Stream<String> groups = Stream.concat(
                Stream.of(data.groupId()).filter(name -> !name.isEmpty()),
                data.groups().stream().map(one -> one.groupId()));
        Stream<String> topics = Stream.concat(
                data.topics() == null ? Stream.empty() : data.topics().stream().map(topic -> topic.name()),
                data.groups().stream().flatMap(one -> one.topics().stream()).map(topic -> topic.name()));
        return groups.filter(name -> !name.startsWith(ownGroups))
                .findFirst()
                .or(() -> first(topics, List.of(ownTopic)));
    }

    private static Optional<String> member(AbstractRequest request) {
        if (request instanceof JoinGroupRequest join) {
            return Optional.of(join.data().groupId());
        }
        if (request instanceof SyncGroupRequest sync) {
            return Optional.of(sync.data().groupId());
        }
        if (request instanceof HeartbeatRequest beat) {
            return Optional.of(beat.data().groupId());
        }
        return request instanceof LeaveGroupRequest leave
                ? Optional.of(leave.data().groupId())
                : Optional.empty();
    }

    private static Optional<String> first(Stream<String> names, Collection<String> own) {
        return names.filter(name -> !own.contains(name)).findFirst();
    }

    private static Optional<String> group(String name, String ownGroups) {
        return name.startsWith(ownGroups) ? Optional.empty() : Optional.of(name);
    }
}
