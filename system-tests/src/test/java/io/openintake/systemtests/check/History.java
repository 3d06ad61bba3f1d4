package io.openintake.systemtests.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What producers sent and were told, as JSON lines: {@code invoke}, then {@code ok}, {@code fail} or {@code info}. */
public final class History implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final BufferedWriter lines;
    private final AtomicInteger acknowledged = new AtomicInteger();

    public History(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        this.file = file;
        this.lines = Files.newBufferedWriter(file);
    }

    /** What a message must become. */
    public enum Fate {
        ROW,
        DEAD_LETTER
    }

    /**
     * One message.
     *
     * @param n rises with each message of a producer
     * @param safe whether its producer is idempotent, so that a repetition is our fault
     */
    public record Sent(String id, String producer, long n, boolean safe, Fate fate, String value) {}

    /** What the producer was told about a message. */
    public sealed interface Answer {
        record Acknowledged(int partition, long offset) implements Answer {}

        /** An answer that excludes that it was appended. */
        record Refused(String code) implements Answer {}

        /** No answer, or one that leaves it open. */
        record Unknown() implements Answer {}
    }

    /** All of it, read back. */
    public record Contents(Map<String, Sent> sent, Map<String, Answer> answers) {
        /** What was told about a message; nothing counts as unknown. */
        public Answer answer(String id) {
            return answers.getOrDefault(id, new Answer.Unknown());
        }
    }

    /** Sends a message, and writes down both that it was sent and what came of it. */
    public Future<RecordMetadata> send(
            KafkaProducer<String, byte[]> producer, ProducerRecord<String, byte[]> message, Sent sent) {
        invoked(sent);
        return producer.send(message, (metadata, failure) -> {
            if (failure == null) {
                acknowledged(sent.id(), metadata.partition(), metadata.offset());
            } else {
                failed(sent.id(), failure.getClass().getSimpleName(), told(failure));
            }
        });
    }

    /** Only these say that nothing was appended. */
    private static Answer told(Exception failure) {
        return failure instanceof AuthorizationException || failure instanceof RecordTooLargeException
                ? new Answer.Refused(failure.getClass().getSimpleName())
                : new Answer.Unknown();
    }

    void invoked(Sent sent) {
        write(JSON.createObjectNode()
                .put("op", "invoke")
                .put("id", sent.id())
                .put("producer", sent.producer())
                .put("n", sent.n())
                .put("safe", sent.safe())
                .put("fate", sent.fate().name())
                .put("value", sent.value()));
    }

    void acknowledged(String id, int partition, long offset) {
        acknowledged.incrementAndGet();
        write(JSON.createObjectNode()
                .put("op", "ok")
                .put("id", id)
                .put("partition", partition)
                .put("offset", offset));
    }

    void failed(String id, String code, Answer answer) {
        String op = switch (answer) {
            case Answer.Refused refused -> "fail";
            case Answer.Unknown unknown -> "info";
            case Answer.Acknowledged not -> throw new IllegalArgumentException("not a failure");
        };
        write(JSON.createObjectNode().put("op", op).put("id", id).put("code", code));
    }

    /** How many were acknowledged so far. */
    public int acknowledgedCount() {
        return acknowledged.get();
    }

    /** Ends it and reads the file back. */
    public Contents contents() throws IOException {
        close();
        return read(file);
    }

    static Contents read(Path file) throws IOException {
        Map<String, Sent> sent = new LinkedHashMap<>();
        Map<String, Answer> answers = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode entry = JSON.readTree(line);
            String id = entry.path("id").textValue();
            Optional<Answer> answer = switch (entry.path("op").textValue()) {
                case "invoke" -> {
                    sent.put(id, sent(entry));
                    yield Optional.empty();
                }
                case "ok" ->
                    Optional.of(new Answer.Acknowledged(
                            entry.path("partition").intValue(),
                            entry.path("offset").longValue()));
                case "fail" -> Optional.of(new Answer.Refused(entry.path("code").textValue()));
                default -> Optional.of(new Answer.Unknown());
            };
            answer.ifPresent(told -> answers.put(id, told));
        }
        return new Contents(sent, answers);
    }

    private static Sent sent(JsonNode entry) {
        return new Sent(
                entry.path("id").textValue(),
                entry.path("producer").textValue(),
                entry.path("n").longValue(),
                entry.path("safe").booleanValue(),
                Fate.valueOf(entry.path("fate").textValue()),
                entry.path("value").textValue());
    }

    private synchronized void write(ObjectNode entry) {
        try {
            lines.write(entry + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        lines.close();
    }
}
