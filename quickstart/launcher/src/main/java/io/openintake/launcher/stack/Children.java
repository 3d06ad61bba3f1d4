package io.openintake.launcher.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.launcher.folder.PrivateFile;
import io.openintake.launcher.folder.ProcessMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Remembers on disk which child processes run, so that those that outlived a killed launcher are found and stopped. */
final class Children {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, ProcessMark> running = new LinkedHashMap<>();

    Children(Path file) {
        this.file = file;
    }

    /** Stops what an earlier run left; the caller holds the folder's lock. */
    void stopLeftovers() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<ProcessHandle> leftovers = new ArrayList<>();
        for (JsonNode child : JSON.readTree(Files.readString(file))) {
            ProcessMark.parse(child.asText("")).flatMap(ProcessMark::alive).ifPresent(leftovers::add);
        }
        leftovers.forEach(ProcessHandle::destroy);
        leftovers.forEach(Children::awaitEnd);
        Files.delete(file);
    }

    synchronized void add(String name, Process process) {
        running.put(name, ProcessMark.of(process.toHandle()));
        save();
    }

    synchronized void remove(String name) {
        running.remove(name);
        save();
    }

    private void save() {
        ObjectNode object = JSON.createObjectNode();
        running.forEach((name, mark) -> object.put(name, mark.text().strip()));
        try {
            PrivateFile.write(file, object + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException deaf) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid(), e);
        }
    }
}
