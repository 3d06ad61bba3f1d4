package io.openintake.contracts;

import java.util.Optional;
import java.util.UUID;

/** The id of an intake. */
public record IntakeId(UUID value) implements Comparable<IntakeId> {
    private static final String TOPIC_PREFIX = "intake-";
    private static final String DEAD_LETTER_PREFIX = "deadletter-intake-";

    /** Parses the canonical text form; anything else is an {@link IllegalArgumentException} without the text. */
    public static IntakeId parse(String text) {
        return new IntakeId(CanonicalUuid.parse(text));
    }

    /** The id in an intake topic's name, or empty when the name is not one. */
    public static Optional<IntakeId> ofTopic(String topic) {
        return after(TOPIC_PREFIX, topic);
    }

    /** The id in a dead letter topic's name, or empty when the name is not one. */
    public static Optional<IntakeId> ofDeadLetterTopic(String topic) {
        return after(DEAD_LETTER_PREFIX, topic);
    }

    /** The topic that producers write to. */
    public String topic() {
        return TOPIC_PREFIX + value;
    }

    /** The topic that holds this intake's dead letters. */
    public String deadLetterTopic() {
        return DEAD_LETTER_PREFIX + value;
    }

    private static Optional<IntakeId> after(String prefix, String topic) {
        if (!topic.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            IntakeId intake = parse(topic.substring(prefix.length()));
            return topic.equals(prefix + intake.value) ? Optional.of(intake) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(IntakeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
