package io.openintake.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Backings that all test classes of one JVM share; they end with the JVM, so tests use names of their own. */
public final class SharedBacking {
    private static final List<Backing> RUNNING = new ArrayList<>();

    private SharedBacking() {}

    /** A running backing that has these parts, started if there is none yet. */
    public static synchronized Backing with(Part... parts) {
        return RUNNING.stream()
                .filter(backing -> Arrays.stream(parts).allMatch(backing::has))
                .findFirst()
                .orElseGet(() -> {
                    var started = Backing.start(parts);
                    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-shared-backing"));
                    RUNNING.add(started);
                    return started;
                });
    }
}
