package io.openintake.audit;

import io.openintake.audit.domain.Examination;
import io.openintake.audit.domain.TableFacts;
import io.openintake.audit.iceberg.CatalogAccess;
import io.openintake.audit.kafka.LogReading;
import io.openintake.audit.kafka.LogReading.State;
import io.openintake.audit.kafka.LogReading.Target;
import io.openintake.contracts.IntakeId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Audits one intake of a running installation, without stopping it. */
public final class Audit {
    /** A flush between two readings makes them useless; so many times it is tried again. */
    private static final int MAX_READINGS = 20;

    private final Map<String, String> kafka;
    private final Map<String, String> catalog;
    private final CatalogAccess.Depth depth;

    /**
     * @param kafka client properties of the backing cluster
     * @param catalog properties of the REST catalog; address and warehouse are the intake's own unless named here
     */
    public Audit(Map<String, String> kafka, Map<String, String> catalog, CatalogAccess.Depth depth) {
        this.kafka = Map.copyOf(kafka);
        this.catalog = Map.copyOf(catalog);
        this.depth = depth;
    }

    /** What came of it. */
    public sealed interface Result {
        /** Log and table were read at the same state. */
        record Done(Examination examination) implements Result {}

        /** There is nothing to audit, or no moment to do it; the text says why. */
        record Impossible(String why) implements Result {}
    }

    /** Reads everything and compares it. */
    public Result of(IntakeId intake) throws IOException, InterruptedException {
        try (LogReading log = new LogReading(kafka)) {
            Optional<Target> target = log.target(intake);
            if (target.isEmpty()) {
                return new Result.Impossible("there is no intake " + intake);
            }
            for (int reading = 0; reading < MAX_READINGS; reading++) {
                Optional<State> before = log.state(intake);
                if (before.isEmpty()) {
                    return new Result.Impossible("intake " + intake + " was never flushed");
                }
                Optional<TableFacts> table = table(intake, target.get());
                var facts = log.facts(intake, before.get());
                Optional<State> after = log.state(intake);
                if (after.map(State::version).equals(before.map(State::version))) {
                    return new Result.Done(Examination.of(facts, table));
                }
            }
        }
        return new Result.Impossible(
                "intake %s was flushed during each of %d readings: try again".formatted(intake, MAX_READINGS));
    }

    private Optional<TableFacts> table(IntakeId intake, Target target) throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put("uri", target.uri());
        properties.put("warehouse", target.warehouse());
        properties.putAll(catalog);
        try (CatalogAccess access = new CatalogAccess(properties)) {
            return access.read(target.namespace(), target.table(), intake, depth);
        }
    }
}
