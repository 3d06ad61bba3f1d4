package io.openintake.contracts.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.Bytes;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.RecordRejected;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.UsageReported;
import java.util.ArrayList;
import java.util.List;

/** Usage, traffic, audit, commands and rejected records. */
final class FlowJson {
    private FlowJson() {}

    static ObjectNode write(UsageReported usage) {
        ObjectNode json = JsonFields.object();
        json.put("runner", usage.runner().toString());
        json.put("state", Choice.kebab(usage.state()));
        json.put("bytes", usage.bytes());
        json.put("boundaryBytes", usage.boundaryBytes());
        json.put("messages", usage.messages());
        json.put("boundaryMessages", usage.boundaryMessages());
        usage.oldest().ifPresent(time -> json.put("oldest", time.toString()));
        return json;
    }

    static UsageReported usage(long version, JsonFields json) {
        return new UsageReported(
                json.parsed("runner", RunnerId::parse, "a UUID"),
                version,
                Choice.of(json, "state", UsageReported.State.values(), Choice::kebab),
                json.integer("bytes"),
                json.integer("boundaryBytes"),
                json.integer("messages"),
                json.integer("boundaryMessages"),
                json.optionalInstant("oldest"));
    }

    static ObjectNode write(TrafficReported traffic) {
        ObjectNode json = JsonFields.object();
        json.put("runner", traffic.runner().toString());
        json.put("gateway", traffic.gateway());
        ArrayNode partitions = json.putArray("partitions");
        for (TrafficReported.PartitionTraffic partition : traffic.partitions()) {
            ObjectNode entry = partitions.addObject();
            entry.put("intake", partition.intake().toString());
            entry.put("partition", partition.partition());
            entry.put("endOffset", partition.endOffset());
            entry.put("records", partition.records());
            entry.put("wireBytes", partition.wireBytes());
        }
        return json;
    }

    static TrafficReported traffic(JsonFields json) {
        List<TrafficReported.PartitionTraffic> partitions = new ArrayList<>();
        for (JsonFields entry : json.objects("partitions")) {
            partitions.add(new TrafficReported.PartitionTraffic(
                    intake(entry),
                    entry.smallInteger("partition"),
                    entry.integer("endOffset"),
                    entry.integer("records"),
                    entry.integer("wireBytes")));
        }
        return new TrafficReported(json.parsed("runner", RunnerId::parse, "a UUID"), json.text("gateway"), partitions);
    }

    static ObjectNode write(AuditRecorded audit) {
        ObjectNode json = JsonFields.object();
        json.put("project", audit.project().toString());
        json.put("actor", audit.actor());
        json.put("action", audit.action());
        json.put("resource", audit.resource());
        json.put("outcome", audit.outcome());
        json.put("remoteAddress", audit.remoteAddress());
        json.put("client", audit.client());
        return json;
    }

    static AuditRecorded audit(JsonFields json) {
        return new AuditRecorded(
                json.parsed("project", ProjectId::parse, "a UUID"),
                json.text("actor"),
                json.text("action"),
                json.text("resource"),
                json.text("outcome"),
                json.text("remoteAddress"),
                json.text("client"));
    }

    static ObjectNode write(Command command) {
        ObjectNode json = JsonFields.object();
        json.put("intake", command.intake().toString());
        switch (command) {
            case Command.FlushRequested flush -> {}
            case Command.GapAccepted gap ->
                json.put("partition", gap.partition()).put("from", gap.from()).put("to", gap.to());
            case Command.CommitAnswered answered ->
                json.put("commit", answered.commit()).put("answer", Choice.kebab(answered.answer()));
            case Command.MoveForced forced -> json.put("commit", forced.commit());
            case Command.StateRebuilt rebuilt -> {
                JsonFields.put(json.putObject("table"), rebuilt.table());
                JsonFields.put(json.putObject("at"), rebuilt.at());
                json.put("deadLetters", rebuilt.deadLetters());
            }
        }
        return json;
    }

    static Command flushRequested(JsonFields json) {
        return new Command.FlushRequested(intake(json));
    }

    static Command gapAccepted(JsonFields json) {
        return new Command.GapAccepted(
                intake(json), json.smallInteger("partition"), json.integer("from"), json.integer("to"));
    }

    static Command commitAnswered(JsonFields json) {
        return new Command.CommitAnswered(
                intake(json),
                json.text("commit"),
                Choice.of(json, "answer", Command.CommitAnswered.Answer.values(), Choice::kebab));
    }

    static Command moveForced(JsonFields json) {
        return new Command.MoveForced(intake(json), json.text("commit"));
    }

    static Command stateRebuilt(JsonFields json) {
        return new Command.StateRebuilt(
                intake(json), json.offsets("table"), json.offsets("at"), json.integer("deadLetters"));
    }

    static ObjectNode write(RecordRejected rejected) {
        ObjectNode json = JsonFields.object();
        json.put("sourceTopic", rejected.sourceTopic());
        json.put("partition", rejected.partition());
        json.put("offset", rejected.offset());
        json.put("reason", rejected.reason());
        json.put("value", rejected.value().base64());
        return json;
    }

    static RecordRejected rejected(JsonFields json) {
        return new RecordRejected(
                json.text("sourceTopic"),
                json.smallInteger("partition"),
                json.integer("offset"),
                json.text("reason"),
                json.parsed("value", Bytes::ofBase64, "base64"));
    }

    private static IntakeId intake(JsonFields json) {
        return json.parsed("intake", IntakeId::parse, "a UUID");
    }
}
