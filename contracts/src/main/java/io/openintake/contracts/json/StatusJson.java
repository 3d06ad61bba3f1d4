package io.openintake.contracts.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.StatusEvent;
import io.openintake.contracts.event.TableReported;

/** Reports on {@code openintake.status}. */
final class StatusJson {
    private StatusJson() {}

    static ObjectNode write(ProvisioningReported report) {
        ObjectNode json = intake(report);
        json.put("definitionVersion", report.definitionVersion());
        json.put("outcome", Choice.kebab(report.outcome()));
        json.put("reason", report.reason());
        return json;
    }

    static ProvisioningReported provisioning(long version, JsonFields json) {
        return new ProvisioningReported(
                intake(json),
                version,
                json.integer("definitionVersion"),
                Choice.of(json, "outcome", ProvisioningReported.Outcome.values(), Choice::kebab),
                json.text("reason"));
    }

    static ObjectNode write(DeliveryReported report) {
        ObjectNode json = intake(report);
        json.put("state", Choice.kebab(report.state()));
        json.put("reasonCode", report.reasonCode());
        json.put("reason", report.reason());
        json.put("since", report.since().toString());
        report.lastCommit().ifPresent(time -> json.put("lastCommit", time.toString()));
        json.put("snapshot", report.snapshot());
        report.validThrough().ifPresent(time -> json.put("validThrough", time.toString()));
        return json;
    }

    static DeliveryReported delivery(long version, JsonFields json) {
        return new DeliveryReported(
                intake(json),
                version,
                Choice.of(json, "state", DeliveryReported.State.values(), Choice::kebab),
                json.text("reasonCode"),
                json.text("reason"),
                json.instant("since"),
                json.optionalInstant("lastCommit"),
                json.integer("snapshot"),
                json.optionalInstant("validThrough"));
    }

    static ObjectNode write(DeadLettersReported report) {
        ObjectNode json = intake(report);
        json.put("total", report.total());
        json.put("open", report.open());
        json.put("lastReason", report.lastReason());
        json.put("lastMessage", report.lastMessage());
        report.lastTime().ifPresent(time -> json.put("lastTime", time.toString()));
        return json;
    }

    static DeadLettersReported deadLetters(long version, JsonFields json) {
        return new DeadLettersReported(
                intake(json),
                version,
                json.integer("total"),
                json.integer("open"),
                json.text("lastReason"),
                json.text("lastMessage"),
                json.optionalInstant("lastTime"));
    }

    static ObjectNode write(TableReported report) {
        ObjectNode json = intake(report);
        json.put("kind", Choice.kebab(report.kind()));
        json.put("detail", report.detail());
        json.put("time", report.time().toString());
        return json;
    }

    static TableReported table(long version, JsonFields json) {
        return new TableReported(
                intake(json),
                version,
                Choice.of(json, "kind", TableReported.Kind.values(), Choice::kebab),
                json.text("detail"),
                json.instant("time"));
    }

    private static ObjectNode intake(StatusEvent report) {
        return JsonFields.object().put("intake", report.intake().toString());
    }

    private static IntakeId intake(JsonFields json) {
        return json.parsed("intake", IntakeId::parse, "a UUID");
    }
}
