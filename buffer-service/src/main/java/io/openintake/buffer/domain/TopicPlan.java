package io.openintake.buffer.domain;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.IntakeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic as the promises need it: what it is created with, and what it is held against ever after. Time and size
 * retention of an intake topic are off, because a retention that deletes by a producer's clock loses messages.
 */
public record TopicPlan(String topic, int partitions, short replicationFactor, Map<String, String> settings) {
    static final String SEGMENT_BYTES = "segment.bytes";
    /** Deleted records leave the disk by whole segments only, so segments of small intakes are small. */
    static final long SMALL_SEGMENT_BYTES = 16L << 20;

    static final long MAX_SEGMENT_BYTES = 64L << 20;
    private static final long MAX_BATCH_BYTES = 4L << 20;
    private static final long MAX_DEAD_LETTER_BATCH_BYTES = 8L << 20;
    private static final Duration SEGMENT_AGE = Duration.ofMinutes(10);
    private static final int MIN_REPLICATED = 3;
    private static final String UNLIMITED = "-1";

    public TopicPlan {
        settings = Map.copyOf(settings);
    }

    /** The topic that producers write to. */
    public static TopicPlan intake(IntakeId intake, Capacity capacity, short replicationFactor) {
        int partitions = capacity.intakeTopicPartitions();
        Map<String, String> settings = shared(replicationFactor);
        settings.put("retention.ms", UNLIMITED);
        settings.put("retention.bytes", UNLIMITED);
        settings.put("segment.ms", String.valueOf(SEGMENT_AGE.toMillis()));
        settings.put(SEGMENT_BYTES, String.valueOf(partitions == 1 ? SMALL_SEGMENT_BYTES : MAX_SEGMENT_BYTES));
        settings.put("max.message.bytes", String.valueOf(MAX_BATCH_BYTES));
        return new TopicPlan(intake.topic(), partitions, replicationFactor, settings);
    }

    /** The topic of what cannot become a row; one gzip-compressed partition that every client can read. */
    public static TopicPlan deadLetters(IntakeId intake, Duration retention, short replicationFactor) {
        Map<String, String> settings = shared(replicationFactor);
        settings.put("retention.ms", String.valueOf(retention.toMillis()));
        settings.put("compression.type", "gzip");
        settings.put(SEGMENT_BYTES, String.valueOf(SMALL_SEGMENT_BYTES));
        settings.put("max.message.bytes", String.valueOf(MAX_DEAD_LETTER_BATCH_BYTES));
        return new TopicPlan(intake.deadLetterTopic(), 1, replicationFactor, settings);
    }

    /**
     * Where the topic differs from the plan, one text per setting. The number of partitions is not held against it: it
     * is that of the runner's capacity when the intake was made, and never changes, so that keys keep their partition.
     */
    public List<String> drift(TopicFacts facts) {
        List<String> drift = new ArrayList<>();
        new TreeMap<>(settings).forEach((name, wanted) -> {
            String found = facts.settings().getOrDefault(name, "");
            if (name.equals(SEGMENT_BYTES) ? !isSegmentFine(found) : !found.equals(wanted)) {
                drift.add(name + " is " + (found.isEmpty() ? "unknown" : found) + ", not " + wanted);
            }
        });
        return drift;
    }

    /** A runner's capacity may have grown since: any size that deletes in small steps is as good. */
    private static boolean isSegmentFine(String found) {
        return found.matches("[0-9]{1,18}") && Long.parseLong(found) <= MAX_SEGMENT_BYTES;
    }

    private static Map<String, String> shared(short replicationFactor) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cleanup.policy", "delete");
        settings.put("message.timestamp.type", "LogAppendTime");
        settings.put("min.insync.replicas", replicationFactor >= MIN_REPLICATED ? "2" : "1");
        settings.put("unclean.leader.election.enable", "false");
        return settings;
    }
}
