package io.openintake.launcher.stack;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends a child process: politely, and by force when it does not obey in time. */
final class Termination {
    private Termination() {}

    static void stop(Process process, Duration limit) {
        process.destroy();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
