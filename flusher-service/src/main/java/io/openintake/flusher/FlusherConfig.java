package io.openintake.flusher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings of flusher-service. */
@ConfigMapping(prefix = "intake.flusher")
public interface FlusherConfig {
    /** Which of the flushers this is; no two running ones have the same. Stays the same across restarts. */
    @WithDefault("0")
    int ordinal();

    /** How many intakes are flushed at the same time; bounds memory. */
    @WithDefault("4")
    int parallelDrains();

    /** How many of them may be of one catalog; fewer while it fails, and one less than all when there are others. */
    @WithDefault("32")
    int catalogCommits();

    /** Between two looks at all intakes' ends. */
    @WithDefault("5s")
    Duration sweepInterval();

    /** Within which the first messages of an intake are flushed; until then more of them come in for the schema. */
    @WithDefault("10s")
    Duration firstFlush();

    /** How long one commit is tried before its worker turns to other intakes; it is settled by a later flush. */
    @WithDefault("30s")
    Duration commitBudget();

    /** After a failure of catalog or storage; doubled with each one that follows. */
    @WithDefault("30s")
    Duration retryFirst();

    /** Between two tries, however often it failed, and after a refusal. */
    @WithDefault("5m")
    Duration retryLongest();

    /** For one request to a catalog, its answer included; how long an object store may be silent. */
    @WithDefault("20s")
    Duration requestTimeout();

    /** Catalog and storage hosts that may be private and plain http; "*" for all (development). */
    Optional<Set<String>> trustedHosts();

    /** How long a step may still take when the service stops. */
    @WithDefault("20s")
    Duration stopPatience();

    /** Whether a stop gives the slots to the others at once: for a flusher that does not come back by this ordinal. */
    @WithDefault("false")
    boolean leaveOnStop();

    /** Bounds of one batch. */
    Batch batch();

    /** Bounds of one batch. */
    interface Batch {
        /** Of keys and values. */
        @WithDefault("268435456")
        long bytes();

        @WithDefault("1000000")
        long rows();

        /** Up to this size a batch is kept in memory; a larger one is read again from the topic for each pass. */
        @WithDefault("16777216")
        long bufferBytes();

        @WithDefault("5000")
        int deadLetters();

        /** Of the dead letters' keys, values and headers. */
        @WithDefault("16777216")
        long deadLetterBytes();

        /** Of the dead letters' offsets in the intent. */
        @WithDefault("16384")
        int intentBytes();
    }
}
