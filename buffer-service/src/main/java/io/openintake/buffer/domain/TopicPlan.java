package io.openintake.buffer.domain;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.IntakeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A topic as the promises need it: what it is created with, and what it is held against ever after. Time and size
 * retention of an intake topic are off, because a retention that deletes by a producer's clock loses messages.
 */
public record TopicPlan(String topic, int partitions, short replicationFactor, Map<String, String> settings) {
    static final String SEGMENT_BYTES = "segment.bytes";
    private static final String MIN_INSYNC = "min.insync.replicas";
    private static final String RETENTION = "retention.ms";
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
        settings.put(RETENTION, UNLIMITED);
        settings.put("retention.bytes", UNLIMITED);
        settings.put("segment.ms", String.valueOf(SEGMENT_AGE.toMillis()));
        settings.put(SEGMENT_BYTES, String.valueOf(partitions == 1 ? SMALL_SEGMENT_BYTES : MAX_SEGMENT_BYTES));
        settings.put("max.message.bytes", String.valueOf(MAX_BATCH_BYTES));
        return new TopicPlan(intake.topic(), partitions, replicationFactor, settings);
    }

    /** The topic of what cannot become a row; one gzip-compressed partition that every client can read. */
    public static TopicPlan deadLetters(IntakeId intake, Duration retention, short replicationFactor) {
        Map<String, String> settings = shared(replicationFactor);
        settings.put(RETENTION, String.valueOf(retention.toMillis()));
        settings.put("compression.type", "gzip");
        settings.put(SEGMENT_BYTES, String.valueOf(SMALL_SEGMENT_BYTES));
        settings.put("max.message.bytes", String.valueOf(MAX_DEAD_LETTER_BATCH_BYTES));
        return new TopicPlan(intake.deadLetterTopic(), 1, replicationFactor, settings);
    }

    /**
     * Where the topic endangers messages, one text per setting. The number of partitions is not held against it: it
     * is that of the runner's capacity when the intake was made, and never changes, so that keys keep their partition.
     */
    public List<String> drift(TopicFacts facts) {
        return differences(facts, name -> !isHarmless(name, facts));
    }

    /** Where the topic differs from the plan without harm, as after the operator has changed the plan. */
    public List<String> harmlessDrift(TopicFacts facts) {
        return differences(facts, name -> isHarmless(name, facts));
    }

    private List<String> differences(TopicFacts facts, Predicate<String> wanted) {
        List<String> differences = new ArrayList<>();
        new TreeMap<>(settings).forEach((name, planned) -> {
            String found = found(name, facts);
            if (!found.equals(planned) && wanted.test(name)) {
                differences.add(name + " is " + (found.isEmpty() ? "unknown" : found) + ", not " + planned);
            }
        });
        return differences;
    }

    private boolean isHarmless(String name, TopicFacts facts) {
        String found = found(name, facts);
        return switch (name) {
            // A runner's capacity may have grown since: any size that deletes in small steps is as good.
            case SEGMENT_BYTES -> isNumber(found) && Long.parseLong(found) <= MAX_SEGMENT_BYTES;
            // More replicas in step are safer; only fewer let a message be lost.
            case MIN_INSYNC ->
                isNumber(found) && Long.parseLong(found) >= Long.parseLong(settings.getOrDefault(name, "1"));
            // Dead letters that are kept for another time endanger nothing; an unlimited retention must stay so.
            case RETENTION -> !UNLIMITED.equals(settings.get(name)) && !found.isEmpty();
            default -> false;
        };
    }

    private static String found(String name, TopicFacts facts) {
        return facts.settings().getOrDefault(name, "");
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,18}");
    }

    private static Map<String, String> shared(short replicationFactor) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("cleanup.policy", "delete");
        settings.put("message.timestamp.type", "LogAppendTime");
        settings.put(MIN_INSYNC, replicationFactor >= MIN_REPLICATED ? "2" : "1");
        settings.put("unclean.leader.election.enable", "false");
        return settings;
    }
}
