package io.openintake.systemtests.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A driver that runs; it tells what happens to it in lines of JSON (see {@code system-tests/clients/README.md}). */
final class ClientProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOISE_LINES = 15;

    private final String title;
    private final Process process;
    private final Thread reader;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> noise = new CopyOnWriteArrayList<>();

    private ClientProcess(String title, Process process) {
        this.title = title;
        this.process = process;
        this.reader = Thread.ofVirtual().name("driver-" + title).start(this::readAll);
    }

    /**
     * Something that a driver told.
     *
     * @param name sending, acked, failed, record, tail, error or end
     * @param id of the message
     */
    record Event(String name, String id, long offset, String error) {
        private static Event parse(JsonNode json) {
            return new Event(
                    json.path("event").textValue(),
                    json.path("id").asText(),
                    json.path("offset").asLong(-1),
                    json.path("error").asText());
        }
    }

    static ClientProcess start(Client client, String verb, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(client.command());
        command.add(verb);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings);
        return new ClientProcess(client.title(), builder.start());
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    /** What was told under this name. */
    List<Event> told(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    List<String> ids(String name) {
        return told(name).stream().map(Event::id).toList();
    }

    /** Waits until something is told. */
    Event await(Duration limit, String what, Predicate<Event> wanted) {
        try {
            return Eventually.within(limit).untilValue(what, () -> {
                Optional<Event> found = events.stream().filter(wanted).findFirst();
                if (found.isEmpty() && hasEnded()) {
                    throw new EndedEarly();
                }
                return found;
            });
        } catch (AssertionError missing) {
            throw new AssertionError(title + " did not tell: " + what + "; " + story(), missing);
        }
    }

    /** Waits until the driver has done all it should. */
    void awaitEnd(Duration limit) {
        await(limit, "the end", event -> event.name().equals("end"));
    }

    boolean hasEnded() {
        return !process.isAlive() && !reader.isAlive();
    }

    /** What was told last, for a reader who asks why. */
    String story() {
        int from = Math.max(0, events.size() - NOISE_LINES);
        return "events " + events.subList(from, events.size()) + ", output " + noise;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void readAll() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{") && line.contains("\"event\":")) {
                    events.add(Event.parse(JSON.readTree(line)));
                } else if (noise.size() < NOISE_LINES) {
                    noise.add(line);
                }
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class EndedEarly extends IllegalStateException {
        private static final long serialVersionUID = 1;

        private EndedEarly() {
            super("the client has ended");
        }
    }
}
