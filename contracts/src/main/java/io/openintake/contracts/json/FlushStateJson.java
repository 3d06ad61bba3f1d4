package io.openintake.contracts.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.OffsetRange;
import io.openintake.contracts.flush.OffsetSet;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.flush.Suspicion;
import io.openintake.contracts.flush.TableHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@link FlushState} on {@code openintake.flush}: format version 1, no envelope (ADR 0005). */
public final class FlushStateJson {
    private static final int FORMAT = 1;
    /** More dead letters than a batch may hold: a bound for readers, not a rule for writers. */
    private static final int MAX_DEAD_PER_REASON = 1_000_000;

    private FlushStateJson() {}

    /** The wire form. */
    public static byte[] write(FlushState state) {
        ObjectNode json = JsonFields.object();
        json.put("v", FORMAT);
        json.put("version", state.version());
        json.put("topicId", state.topicId());
        json.put("clusterId", state.clusterId());
        ObjectNode at = json.putObject("at");
        state.at().forEach((partition, position) -> write(position, at.putObject(partition.toString())));
        state.table().ifPresent(table -> write(table, json.putObject("table")));
        state.pending().ifPresent(pending -> write(pending, json.putObject("pending")));
        state.problem().ifPresent(problem -> write(problem, json.putObject("problem")));
        state.suspicion().ifPresent(suspicion -> write(suspicion, json.putObject("suspicion")));
        return JsonFields.bytes(json);
    }

    /** Reads it back; {@link UnreadableJson} when it is none or of a newer format. */
    public static FlushState read(byte[] bytes) {
        JsonFields json = JsonFields.parse(bytes);
        if (json.integer("v") != FORMAT) {
            throw new UnreadableJson("/v is a format that this version does not know");
        }
        return new FlushState(
                json.integer("version"),
                json.text("topicId"),
                json.text("clusterId"),
                json.byPartition("at", (fields, partition) -> position(fields.object(partition))),
                json.has("table") ? Optional.of(table(json.object("table"))) : Optional.empty(),
                json.has("pending") ? Optional.of(pending(json.object("pending"))) : Optional.empty(),
                json.has("problem") ? Optional.of(problem(json.object("problem"))) : Optional.empty(),
                json.has("suspicion") ? Optional.of(suspicion(json.object("suspicion"))) : Optional.empty());
    }

    private static void write(Position position, ObjectNode json) {
        json.put("to", position.to());
        json.put("rows", position.rows());
        json.put("dead", position.dead());
        json.put("skipped", position.skipped());
        json.put("other", position.other());
        json.put("lost", position.lost());
    }

    private static Position position(JsonFields json) {
        return json.checked(() -> new Position(
                json.integer("to"),
                json.integer("rows"),
                json.integer("dead"),
                json.integer("skipped"),
                json.integer("other"),
                json.integer("lost")));
    }

    private static void write(TableHead table, ObjectNode json) {
        json.put("target", table.target());
        json.put("uuid", table.uuid());
        json.put("head", table.head());
        json.put("snapshot", table.snapshot());
        json.put("sequence", table.sequence());
    }

    private static TableHead table(JsonFields json) {
        return new TableHead(
                json.text("target"),
                json.text("uuid"),
                json.text("head"),
                json.integer("snapshot"),
                json.integer("sequence"));
    }

    private static void write(Pending pending, ObjectNode json) {
        json.put("commit", pending.commit());
        json.put("target", pending.target());
        json.put("uuid", pending.uuid());
        json.put("head", pending.head());
        json.put("base", pending.base());
        ObjectNode to = json.putObject("to");
        pending.to().forEach((partition, planned) -> {
            ObjectNode entry = to.putObject(partition.toString());
            entry.put("to", planned.to());
            entry.put("rows", planned.rows());
            entry.put("skipped", planned.skipped());
            entry.put("other", planned.other());
            ObjectNode dlq = entry.putObject("dlq");
            planned.dead().forEach((reason, offsets) -> dlq.put(reason, offsets.text()));
        });
    }

    private static Pending pending(JsonFields json) {
        return new Pending(
                json.text("commit"),
                json.text("target"),
                json.text("uuid"),
                json.text("head"),
                json.integer("base"),
                json.byPartition("to", (fields, partition) -> planned(fields.object(partition))));
    }

    private static Pending.Planned planned(JsonFields json) {
        SortedMap<String, OffsetSet> dead = new TreeMap<>();
        json.textsByName("dlq")
                .forEach((reason, text) ->
                        dead.put(reason, json.checked(() -> OffsetSet.parse(text, MAX_DEAD_PER_REASON))));
        return new Pending.Planned(
                json.integer("to"), json.integer("rows"), json.integer("skipped"), json.integer("other"), dead);
    }

    private static void write(FlushState.Problem problem, ObjectNode json) {
        json.put("code", problem.code()).put("detail", problem.detail());
        if (!problem.ranges().isEmpty()) {
            ArrayNode ranges = json.putArray("ranges");
            problem.ranges()
                    .forEach(range -> ranges.addObject()
                            .put("partition", range.partition())
                            .put("from", range.from())
                            .put("to", range.to()));
        }
    }

    private static FlushState.Problem problem(JsonFields json) {
        List<OffsetRange> ranges = new ArrayList<>();
        if (json.has("ranges")) {
            json.objects("ranges")
                    .forEach(range -> ranges.add(range.checked(() -> new OffsetRange(
                            range.smallInteger("partition"), range.integer("from"), range.integer("to")))));
        }
        return new FlushState.Problem(json.text("code"), json.text("detail"), ranges);
    }

    private static void write(Suspicion suspicion, ObjectNode json) {
        JsonFields.put(json.putObject("to"), suspicion.to());
        JsonFields.put(json.putObject("trying"), suspicion.trying());
        json.put("crashes", suspicion.crashes());
        json.put("by", suspicion.by());
    }

    private static Suspicion suspicion(JsonFields json) {
        return json.checked(() -> new Suspicion(
                json.offsets("to"), json.offsets("trying"), json.smallInteger("crashes"), json.text("by")));
    }
}
