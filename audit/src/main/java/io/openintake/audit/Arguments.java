package io.openintake.audit;

import io.openintake.contracts.IntakeId;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What the command line asks for. */
sealed interface Arguments {
    /**
     * @param data the folder of a running {@code ./intake up}, which tells where its Kafka is
     * @param kafka address of the backing cluster
     */
    record Intake(
            IntakeId intake,
            Path data,
            Optional<String> kafka,
            Optional<Path> kafkaProperties,
            Optional<Path> catalogProperties,
            boolean everyRow)
            implements Arguments {}

    /** Not understood; the text says why. */
    record Wrong(String text) implements Arguments {}

    static Arguments parse(List<String> words, Path usualFolder) {
        Deque<String> rest = new ArrayDeque<>(words);
        Optional<IntakeId> intake = Optional.empty();
        Path data = usualFolder;
        Optional<String> kafka = Optional.empty();
        Optional<Path> kafkaProperties = Optional.empty();
        Optional<Path> catalogProperties = Optional.empty();
        boolean everyRow = false;
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            boolean takesValue = word.startsWith("--") && !word.equals("--rows");
            if (takesValue && rest.isEmpty()) {
                return new Wrong(word + " needs a value");
            }
            switch (word) {
                case "--rows" -> everyRow = true;
                case "--data" -> data = Path.of(rest.removeFirst());
                case "--kafka" -> kafka = Optional.of(rest.removeFirst());
                case "--kafka-properties" -> kafkaProperties = Optional.of(Path.of(rest.removeFirst()));
                case "--catalog-properties" -> catalogProperties = Optional.of(Path.of(rest.removeFirst()));
                default -> {
                    Optional<IntakeId> id = id(word);
                    if (id.isEmpty() || intake.isPresent()) {
                        return new Wrong(
                                word.startsWith("--") ? "unknown option " + word : "not an intake id: " + word);
                    }
                    intake = id;
                }
            }
        }
        if (intake.isEmpty()) {
            return new Wrong("which intake? its id is in the answer that created it, and on GET …/intakes");
        }
        return new Intake(intake.get(), data, kafka, kafkaProperties, catalogProperties, everyRow);
    }

    private static Optional<IntakeId> id(String word) {
        try {
            return Optional.of(IntakeId.parse(word));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
