package io.openintake.launcher.folder;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process, told apart from a later one that got the same pid by the time it started.
 *
 * @param startMs milliseconds since the epoch
 */
public record ProcessMark(long pid, long startMs) {
    /** The start time comes from a counter of ticks and may come out a little different each time. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    public static ProcessMark of(ProcessHandle process) {
        return new ProcessMark(
                process.pid(),
                process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
    }

    public static ProcessMark ofThisProcess() {
        return of(ProcessHandle.current());
    }

    public static Optional<ProcessMark> parse(String text) {
        String[] parts = text.strip().split(" ", -1);
        try {
            return parts.length == 2
                    ? Optional.of(new ProcessMark(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                    : Optional.empty();
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    /** The process, if it is still the same one. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    public String text() {
        return pid + " " + startMs + "\n";
    }

    private boolean isSame(ProcessHandle process) {
        return Math.abs(of(process).startMs - startMs) <= TOLERANCE.toMillis();
    }
}
