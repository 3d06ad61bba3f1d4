package io.openintake.flusher;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings of a flusher in a test: everything quick. */
record TestSettings(
        int ordinal, Duration retryFirst, long batchRows, long batchBytes, long bufferBytes, boolean leaveOnStop)
        implements FlusherConfig {
    TestSettings(int ordinal, Duration retryFirst, long batchRows, long bufferBytes) {
        this(ordinal, retryFirst, batchRows, 64 << 20, bufferBytes, false);
    }

    static TestSettings ofOrdinal(int ordinal) {
        return new TestSettings(ordinal, Duration.ofMillis(500), 10_000, 1 << 20);
    }

    @Override
    public int parallelDrains() {
        return 2;
    }

    @Override
    public int catalogCommits() {
        return 32;
    }

    @Override
    public Duration sweepInterval() {
        return Duration.ofMillis(300);
    }

    @Override
    public Duration firstFlush() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration commitBudget() {
        return Duration.ofSeconds(20);
    }

    @Override
    public Duration retryLongest() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration requestTimeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Optional<Set<String>> trustedHosts() {
        return Optional.of(Set.of("*"));
    }

    @Override
    public Duration stopPatience() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Batch batch() {
        return new Batch() {
            @Override
            public long bytes() {
                return batchBytes;
            }

            @Override
            public long rows() {
                return batchRows;
            }

            @Override
            public long bufferBytes() {
                return bufferBytes;
            }

            @Override
            public int deadLetters() {
                return 5_000;
            }

            @Override
            public long deadLetterBytes() {
                return 16 << 20;
            }

            @Override
            public int intentBytes() {
                return 16 << 10;
            }
        };
    }
}
