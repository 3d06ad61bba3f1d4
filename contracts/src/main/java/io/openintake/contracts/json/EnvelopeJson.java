package io.openintake.contracts.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.ServiceName;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.Command;
import io.openintake.contracts.event.CredentialStored;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.Envelope;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.RecordRejected;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.TableReported;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UserDefined;
import java.util.Arrays;

/** Events as CloudEvents 1.0 in structured JSON; the state version is the extension attribute {@code stateversion}. */
public final class EnvelopeJson {
    /** Header of every record on a compacted topic, so that tombstones have a version too: decimal text. */
    public static final String VERSION_HEADER = "openintake.version";

    private static final String TYPE_PREFIX = "io.openintake.";

    private EnvelopeJson() {}

    /** The wire form. */
    public static byte[] write(Envelope envelope) {
        ObjectNode json = JsonFields.object();
        json.put("specversion", "1.0");
        json.put("id", envelope.id());
        json.put("source", envelope.source().text());
        json.put("type", TYPE_PREFIX + type(envelope.event()));
        json.put("time", envelope.time().toString());
        json.put("stateversion", envelope.event().version());
        json.put("datacontenttype", "application/json");
        json.set("data", data(envelope.event()));
        return JsonFields.bytes(json);
    }

    /** Reads it back; {@link UnreadableJson} when it is none, or of a type that this version does not know. */
    public static Envelope read(byte[] bytes) {
        JsonFields json = JsonFields.parse(bytes);
        ServiceName source = json.parsed("source", EnvelopeJson::service, "a service name");
        long version = json.integer("stateversion");
        String type = json.text("type");
        if (!type.startsWith(TYPE_PREFIX)) {
            throw new UnreadableJson("/type is not one of ours");
        }
        Event event = event(type.substring(TYPE_PREFIX.length()), version, json.object("data"));
        return new Envelope(json.text("id"), json.instant("time"), source, event);
    }

    private static ServiceName service(String text) {
        return Arrays.stream(ServiceName.values())
                .filter(name -> name.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such service"));
    }

    private static String type(Event event) {
        return switch (event) {
            case RunnerDefined any -> "runner-defined.v1";
            case IntakeDefined any -> "intake-defined.v1";
            case UserDefined any -> "user-defined.v1";
            case CredentialStored any -> "credential-stored.v1";
            case ProvisioningReported any -> "provisioning-reported.v1";
            case DeliveryReported any -> "delivery-reported.v1";
            case DeadLettersReported any -> "dead-letters-reported.v1";
            case TableReported any -> "table-reported.v1";
            case UsageReported any -> "usage-reported.v1";
            case TrafficReported any -> "traffic-reported.v1";
            case AuditRecorded any -> "audit-recorded.v1";
            case Command.FlushRequested any -> "flush-requested.v1";
            case Command.GapAccepted any -> "gap-accepted.v1";
            case Command.CommitAnswered any -> "commit-answered.v1";
            case Command.MoveForced any -> "move-forced.v1";
            case Command.StateRebuilt any -> "state-rebuilt.v1";
            case RecordRejected any -> "record-rejected.v1";
        };
    }

    private static ObjectNode data(Event event) {
        return switch (event) {
            case RunnerDefined runner -> DefinitionJson.write(runner);
            case IntakeDefined intake -> DefinitionJson.write(intake);
            case UserDefined user -> DefinitionJson.write(user);
            case CredentialStored credential -> DefinitionJson.write(credential);
            case ProvisioningReported report -> StatusJson.write(report);
            case DeliveryReported report -> StatusJson.write(report);
            case DeadLettersReported report -> StatusJson.write(report);
            case TableReported report -> StatusJson.write(report);
            case UsageReported usage -> FlowJson.write(usage);
            case TrafficReported traffic -> FlowJson.write(traffic);
            case AuditRecorded audit -> FlowJson.write(audit);
            case Command command -> FlowJson.write(command);
            case RecordRejected rejected -> FlowJson.write(rejected);
        };
    }

    private static Event event(String type, long version, JsonFields data) {
        return switch (type) {
            case "runner-defined.v1" -> DefinitionJson.runner(version, data);
            case "intake-defined.v1" -> DefinitionJson.intake(version, data);
            case "user-defined.v1" -> DefinitionJson.user(version, data);
            case "credential-stored.v1" -> DefinitionJson.credential(version, data);
            case "provisioning-reported.v1" -> StatusJson.provisioning(version, data);
            case "delivery-reported.v1" -> StatusJson.delivery(version, data);
            case "dead-letters-reported.v1" -> StatusJson.deadLetters(version, data);
            case "table-reported.v1" -> StatusJson.table(version, data);
            case "usage-reported.v1" -> FlowJson.usage(version, data);
            case "traffic-reported.v1" -> FlowJson.traffic(data);
            case "audit-recorded.v1" -> FlowJson.audit(data);
            case "flush-requested.v1" -> FlowJson.flushRequested(data);
            case "gap-accepted.v1" -> FlowJson.gapAccepted(data);
            case "commit-answered.v1" -> FlowJson.commitAnswered(data);
            case "move-forced.v1" -> FlowJson.moveForced(data);
            case "state-rebuilt.v1" -> FlowJson.stateRebuilt(data);
            case "record-rejected.v1" -> FlowJson.rejected(data);
            default -> throw new UnreadableJson("/type is not known to this version");
        };
    }
}
