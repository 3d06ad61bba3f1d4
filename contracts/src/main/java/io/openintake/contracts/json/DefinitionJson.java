package io.openintake.contracts.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openintake.contracts.Bytes;
import io.openintake.contracts.Capacity;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.TableTarget;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.contracts.event.CredentialStored;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.UserDefined;
import java.time.Duration;

/** Definitions: what registry-service publishes. */
final class DefinitionJson {
    private DefinitionJson() {}

    static ObjectNode write(RunnerDefined runner) {
        ObjectNode json = JsonFields.object();
        json.put("runner", runner.runner().toString());
        json.put("project", runner.project().toString());
        json.put("maxMessagesPerHour", runner.capacity().maxMessagesPerHour());
        json.put("maxMessageSizeKiB", runner.capacity().maxMessageSizeKiB());
        json.put("host", runner.host());
        json.put("lifecycle", runner.lifecycle().text());
        return json;
    }

    static RunnerDefined runner(long version, JsonFields json) {
        int messages = json.smallInteger("maxMessagesPerHour");
        int sizeKiB = json.smallInteger("maxMessageSizeKiB");
        return new RunnerDefined(
                json.parsed("runner", RunnerId::parse, "a UUID"),
                json.parsed("project", ProjectId::parse, "a UUID"),
                version,
                json.checked(() -> new Capacity(messages, sizeKiB)),
                json.text("host"),
                lifecycle(json));
    }

    static ObjectNode write(IntakeDefined intake) {
        ObjectNode json = JsonFields.object();
        json.put("intake", intake.intake().toString());
        json.put("project", intake.project().toString());
        json.put("runner", intake.runner().toString());
        json.put("displayName", intake.displayName());
        ObjectNode target = json.putObject("target");
        target.put("uri", intake.target().uri());
        target.put("warehouse", intake.target().warehouse());
        target.put("namespace", intake.target().namespace());
        target.put("table", intake.target().table());
        write(intake.partitioning(), json.putObject("partitioning"));
        write(intake.auth(), json.putObject("auth"));
        json.put("credentialVersion", intake.credentialVersion());
        ObjectNode policies = json.putObject("policies");
        policies.put("evolution", intake.policies().evolution().text());
        policies.put("mismatch", intake.policies().mismatch().text());
        policies.put("errors", intake.policies().errors().text());
        json.put("flushIntervalMs", intake.flushInterval().toMillis());
        json.put("lifecycle", intake.lifecycle().text());
        return json;
    }

    static IntakeDefined intake(long version, JsonFields json) {
        JsonFields target = json.object("target");
        JsonFields policies = json.object("policies");
        return new IntakeDefined(
                json.parsed("intake", IntakeId::parse, "a UUID"),
                json.parsed("project", ProjectId::parse, "a UUID"),
                json.parsed("runner", RunnerId::parse, "a UUID"),
                version,
                json.text("displayName"),
                new TableTarget(
                        target.text("uri"), target.text("warehouse"), target.text("namespace"), target.text("table")),
                partitioning(json.object("partitioning")),
                auth(json.object("auth")),
                json.integer("credentialVersion"),
                new Policies(
                        Choice.of(policies, "evolution", Policies.Evolution.values(), Policies.Evolution::text),
                        Choice.of(policies, "mismatch", Policies.Mismatch.values(), Policies.Mismatch::text),
                        Choice.of(policies, "errors", Policies.ErrorPolicy.values(), Policies.ErrorPolicy::text)),
                Duration.ofMillis(json.integer("flushIntervalMs")),
                lifecycle(json));
    }

    static ObjectNode write(UserDefined user) {
        ObjectNode json = JsonFields.object();
        json.put("user", user.user().toString());
        json.put("intake", user.intake().toString());
        json.put("project", user.project().toString());
        json.put("credentialVersion", user.credentialVersion());
        json.put("type", user.type().text());
        write(user.sha256(), json.putObject("scramSha256"));
        write(user.sha512(), json.putObject("scramSha512"));
        return json;
    }

    static UserDefined user(long version, JsonFields json) {
        return new UserDefined(
                json.parsed("user", UserId::parse, "a UUID"),
                json.parsed("intake", IntakeId::parse, "a UUID"),
                json.parsed("project", ProjectId::parse, "a UUID"),
                version,
                json.integer("credentialVersion"),
                Choice.of(json, "type", UserType.values(), UserType::text),
                verifier(json.object("scramSha256")),
                verifier(json.object("scramSha512")));
    }

    static ObjectNode write(CredentialStored credential) {
        ObjectNode json = JsonFields.object();
        json.put("intake", credential.intake().toString());
        json.put("keyId", credential.keyId());
        json.put("nonce", credential.nonce().base64());
        json.put("ciphertext", credential.ciphertext().base64());
        return json;
    }

    static CredentialStored credential(long version, JsonFields json) {
        return new CredentialStored(
                json.parsed("intake", IntakeId::parse, "a UUID"),
                version,
                json.text("keyId"),
                base64(json, "nonce"),
                base64(json, "ciphertext"));
    }

    private static void write(Partitioning partitioning, ObjectNode json) {
        switch (partitioning) {
            case Partitioning.None none -> json.put("type", "none");
            case Partitioning.IntakeTime intakeTime -> json.put("type", "intake-time");
            case Partitioning.Manual manual -> {
                json.put("type", "manual");
                manual.expressions().forEach(json.putArray("expressions")::add);
            }
        }
    }

    private static Partitioning partitioning(JsonFields json) {
        return switch (json.text("type")) {
            case "none" -> new Partitioning.None();
            case "intake-time" -> new Partitioning.IntakeTime();
            case "manual" -> new Partitioning.Manual(json.texts("expressions"));
            default -> throw new UnreadableJson("/data/partitioning/type is not known to this version");
        };
    }

    private static void write(CatalogAuth auth, ObjectNode json) {
        switch (auth) {
            case CatalogAuth.None none -> json.put("type", "none");
            case CatalogAuth.Dremio dremio -> json.put("type", "dremio").put("tokenEndpoint", dremio.tokenEndpoint());
        }
    }

    private static CatalogAuth auth(JsonFields json) {
        return switch (json.text("type")) {
            case "none" -> new CatalogAuth.None();
            case "dremio" -> new CatalogAuth.Dremio(json.text("tokenEndpoint"));
            default -> throw new UnreadableJson("/data/auth/type is not known to this version");
        };
    }

    private static void write(ScramVerifier verifier, ObjectNode json) {
        json.put("salt", verifier.salt().base64());
        json.put("storedKey", verifier.storedKey().base64());
        json.put("serverKey", verifier.serverKey().base64());
        json.put("iterations", verifier.iterations());
    }

    private static ScramVerifier verifier(JsonFields json) {
        return new ScramVerifier(
                base64(json, "salt"),
                base64(json, "storedKey"),
                base64(json, "serverKey"),
                json.smallInteger("iterations"));
    }

    private static Bytes base64(JsonFields json, String name) {
        return json.parsed(name, Bytes::ofBase64, "base64");
    }

    private static Lifecycle lifecycle(JsonFields json) {
        return Choice.of(json, "lifecycle", Lifecycle.values(), Lifecycle::text);
    }
}
