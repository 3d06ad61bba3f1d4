package io.openintake.audit.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.audit.domain.LogFacts;
import io.openintake.audit.domain.LogFacts.DeadLetters;
import io.openintake.audit.domain.LogFacts.Ends;
import io.openintake.audit.domain.LogFacts.Letter;
import io.openintake.audit.domain.LogFacts.Totals;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.flush.SlotNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads an intake's definition, state and topics, read-committed and without any consumer group. */
public final class LogReading implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param properties of Kafka clients: {@code bootstrap.servers} and how to log in */
    public LogReading(Map<String, String> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        this.admin = Admin.create(all);
        all.put("isolation.level", "read_committed");
        all.put("auto.offset.reset", "none");
        all.put("enable.auto.commit", "false");
        all.put("allow.auto.create.topics", "false");
        this.consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Where an intake's rows go. */
    public record Target(String uri, String warehouse, String namespace, String table) {}

    /** The state of an intake at one moment; a later one has a higher version. */
    public record State(long version, JsonNode json) {}

    /** Where the intake's rows go, as the registry published it last; empty when there is no such intake. */
    public Optional<Target> target(IntakeId intake) throws IOException {
        Optional<JsonNode> defined = newest(InternalTopic.REGISTRY_EVENTS.topicName(), 0, intake);
        return defined.map(event -> event.path("data").path("target"))
                .map(target -> new Target(
                        target.path("uri").asText(),
                        target.path("warehouse").asText(),
                        target.path("namespace").asText(),
                        target.path("table").asText()));
    }

    /** The newest state; empty before the first flush. */
    public Optional<State> state(IntakeId intake) throws IOException {
        int slot = SlotNumber.of(intake).value();
        return newest(InternalTopic.FLUSH.topicName(), slot, intake)
                .map(json -> new State(json.path("version").asLong(), json));
    }

    /** The state together with what the intake's own topics hold now. */
    public LogFacts facts(IntakeId intake, State state) throws InterruptedException {
        JsonNode json = state.json();
        SortedMap<Integer, Totals> at = new TreeMap<>();
        json.path("at")
                .properties()
                .forEach(entry -> at.put(Integer.parseInt(entry.getKey()), totals(entry.getValue())));
        JsonNode problem = json.path("problem");
        return new LogFacts(
                json.path("topicId").asText(),
                at,
                json.path("table").path("uuid").asText(""),
                json.path("table").path("head").asText(""),
                json.hasNonNull("pending")
                        ? Optional.of(json.path("pending").path("commit").asText())
                        : Optional.empty(),
                problem.isObject()
                        ? Optional.of(problem.path("code").asText() + ": "
                                + problem.path("detail").asText())
                        : Optional.empty(),
                topicId(intake.topic()),
                ends(intake.topic()),
                deadLetters(intake));
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
        consumer.close();
    }

    private static Totals totals(JsonNode json) {
        return new Totals(
                json.path("to").asLong(),
                json.path("rows").asLong(),
                json.path("dead").asLong(),
                json.path("skipped").asLong(),
                json.path("other").asLong(),
                json.path("lost").asLong());
    }

    private String topicId(String topic) throws InterruptedException {
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                    .map(description -> description.topicId().toString())
                    .findFirst()
                    .orElseThrow(() -> new KafkaException("topic " + topic + " is not described"));
        } catch (ExecutionException failed) {
            throw new KafkaException("topic " + topic + " cannot be described", failed.getCause());
        }
    }

    private SortedMap<Integer, Ends> ends(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> next = consumer.endOffsets(partitions);
        SortedMap<Integer, Ends> ends = new TreeMap<>();
        partitions.forEach(partition ->
                ends.put(partition.partition(), new Ends(offset(first, partition), offset(next, partition))));
        return ends;
    }

    private DeadLetters deadLetters(IntakeId intake) {
        List<Letter> letters = new ArrayList<>();
        long first = readAll(new TopicPartition(intake.deadLetterTopic(), 0), letter -> {
            long partition = number(letter, "__connect.errors.partition");
            long offset = number(letter, "__connect.errors.offset");
            letters.add(new Letter((int) partition, offset, letter.offset()));
        });
        return new DeadLetters(letters, first == 0);
    }

    /** Ours is the last header of the name. */
    private static long number(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        String text =
                header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private Optional<JsonNode> newest(String topic, int partition, IntakeId intake) throws IOException {
        String key = intake.toString();
        byte @Nullable [][] last = new byte[1][];
        readAll(new TopicPartition(topic, partition), record -> {
            if (record.key() != null && key.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                last[0] = record.value();
            }
        });
        byte[] value = last[0];
        return value == null ? Optional.empty() : Optional.of(JSON.readTree(value));
    }

    /** Every record up to the end that stands now; the first offset that the partition holds. */
    private long readAll(TopicPartition partition, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> only = List.of(partition);
        consumer.assign(only);
        long first = offset(consumer.beginningOffsets(only), partition);
        long end = offset(consumer.endOffsets(only), partition);
        consumer.seek(partition, first);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(each);
            if (System.nanoTime() > deadline) {
                throw new KafkaException(
                        "%s could not be read to offset %d in %d s".formatted(partition, end, PATIENCE.toSeconds()));
            }
        }
        return first;
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new KafkaException("the cluster tells no offset of " + partition);
        }
        return offset;
    }
}
