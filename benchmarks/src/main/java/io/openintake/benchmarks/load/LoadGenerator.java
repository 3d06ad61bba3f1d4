package io.openintake.benchmarks.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.openintake.benchmarks.process.Child;
import java.nio.file.Path;
import java.util.List;

/** The load generator as the benchmark sees it. */
public final class LoadGenerator implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Child child;

    private LoadGenerator(Child child) {
        this.child = child;
    }

    /** Starts the process. */
    public static LoadGenerator start(Path folder) {
        return new LoadGenerator(Child.ofOurs(
                LoadMain.class,
                folder,
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                List.of()));
    }

    /** Takes a sample and waits for it. */
    public LoadResult take(LoadOrder order) {
        return ask(text(order));
    }

    /** Opens connections and leaves them open until this is closed. */
    public LoadResult hold(IdleOrder order) {
        return ask(IdleOrder.MARK + text(order));
    }

    @Override
    public void close() {
        child.close();
    }

    private LoadResult ask(String line) {
        child.writeLine(line);
        String answer = child.readLine();
        try {
            return JSON.readValue(answer, LoadResult.class);
        } catch (JsonProcessingException other) {
            throw child.failure("answered \"" + answer + "\"");
        }
    }

    private static String text(Record order) {
        try {
            return JSON.writeValueAsString(order);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
