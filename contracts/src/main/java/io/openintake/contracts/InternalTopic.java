package io.openintake.contracts;

import static io.openintake.contracts.ServiceName.BUFFER;
import static io.openintake.contracts.ServiceName.DLQ;
import static io.openintake.contracts.ServiceName.FLUSHER;
import static io.openintake.contracts.ServiceName.GATEWAY;
import static io.openintake.contracts.ServiceName.REGISTRY;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Every internal topic, once: creation, access rules and documentation derive from this list. */
public enum InternalTopic {
    /** Runners and intakes by resource id; one partition, so that order holds across resources. */
    REGISTRY_EVENTS("openintake.registry", 1, new Compacted(), of(REGISTRY), EnumSet.allOf(ServiceName.class)),
    /** Users with their SCRAM verifiers by user id. */
    USERS("openintake.users", 1, new Compacted(), of(REGISTRY), of(GATEWAY)),
    /** Encrypted catalog credentials by intake id. */
    SECRETS("openintake.secrets", 1, new Compacted(), of(REGISTRY), of(FLUSHER)),
    /** Full state per aspect by {@code <resource id>/<aspect>}. */
    STATUS("openintake.status", 12, new Compacted(), of(BUFFER, FLUSHER, DLQ), of(REGISTRY, BUFFER, FLUSHER, DLQ)),
    /** Usage against the boundary by runner id. */
    USAGE("openintake.usage", 12, new Compacted(), of(BUFFER), of(GATEWAY, REGISTRY, BUFFER)),
    /** Acknowledged wire bytes by runner id. */
    TRAFFIC("openintake.traffic", 12, new Deleted(Duration.ofDays(1)), of(GATEWAY), of(BUFFER)),
    /** Who did what, by project id. */
    AUDIT("openintake.audit", 12, new Deleted(Duration.ofDays(30)), of(GATEWAY, REGISTRY, DLQ, FLUSHER), of(REGISTRY)),
    /** {@code FlushState} by intake id. Its partitions are the slots of ownership, so their number never changes. */
    FLUSH("openintake.flush", 128, new Compacted(), of(FLUSHER), of(FLUSHER, BUFFER, DLQ, REGISTRY)),
    /** Requests of people, by intake id. */
    COMMANDS("openintake.commands", 12, new Deleted(Duration.ofDays(7)), of(REGISTRY, DLQ), of(FLUSHER, DLQ)),
    /** Internal records that a service could not read, by source topic. */
    REJECTED("openintake.rejected", 1, new Deleted(Duration.ofDays(30)), EnumSet.allOf(ServiceName.class), of());

    /** What happens to old records. */
    public sealed interface Cleanup permits Compacted, Deleted {}

    /** The newest record of each key is kept for ever. */
    public record Compacted() implements Cleanup {}

    /** Records are dropped when they are older. */
    public record Deleted(Duration retention) implements Cleanup {}

    private final String topicName;
    private final int partitions;
    private final Cleanup cleanup;
    private final Set<ServiceName> writers;
    private final Set<ServiceName> readers;

    InternalTopic(
            String topicName, int partitions, Cleanup cleanup, Set<ServiceName> writers, Set<ServiceName> readers) {
        this.topicName = topicName;
        this.partitions = partitions;
        this.cleanup = cleanup;
        this.writers = writers;
        this.readers = readers;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** The number of partitions it is created with. */
    public int partitions() {
        return partitions;
    }

    /** How the broker cleans it. */
    public Cleanup cleanup() {
        return cleanup;
    }

    /** Who may write; each of them creates the topic when it is missing. */
    public Set<ServiceName> writers() {
        return EnumSet.copyOf(writers);
    }

    /** Who may read. */
    public Set<ServiceName> readers() {
        return readers.isEmpty() ? EnumSet.noneOf(ServiceName.class) : EnumSet.copyOf(readers);
    }

    private static Set<ServiceName> of(ServiceName... services) {
        EnumSet<ServiceName> set = EnumSet.noneOf(ServiceName.class);
        set.addAll(Set.of(services));
        return set;
    }
}
