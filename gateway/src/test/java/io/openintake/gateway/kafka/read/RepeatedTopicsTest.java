package io.openintake.gateway.kafka.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.junit.jupiter.api.Test;

/** A request that names the same thing again and again gets it once. */
class RepeatedTopicsTest {
    private static final String OWN = "own";

    @Test
    void fetchAnswersTheOwnTopicOnce() {
        FetchTopic topic = new FetchTopic()
                .setTopic(OWN)
                .setPartitions(List.of(new FetchPartition().setPartition(1), new FetchPartition().setPartition(1)));
        FetchRequestData request = new FetchRequestData()
                .setTopics(List.of(topic, topic.duplicate(), topic.duplicate().setTopic("other")));
        assertEquals(1, FetchHandler.partitions(request, OWN).size());
        var answer = FetchHandler.answer(request, OWN, List.of(new PartitionData().setPartitionIndex(1)));
        assertEquals(
                List.of(OWN, "other"),
                answer.responses().stream().map(one -> one.topic()).toList());
    }

    @Test
    void listOffsetsAnswersTheOwnTopicOnce() {
        ListOffsetsTopic topic = new ListOffsetsTopic()
                .setName(OWN)
                .setPartitions(List.of(
                        new ListOffsetsPartition().setPartitionIndex(1),
                        new ListOffsetsPartition().setPartitionIndex(1)));
        ListOffsetsRequestData request = new ListOffsetsRequestData()
                .setTopics(List.of(topic, topic.duplicate(), topic.duplicate().setName("other")));
        assertEquals(1, ListOffsetsHandler.partitions(request, OWN).size());
        var answer = ListOffsetsHandler.answer(request, OWN, List.of(new ListOffsetsPartitionResponse()));
        assertEquals(
                List.of(OWN, "other"),
                answer.topics().stream().map(one -> one.name()).toList());
    }
}
