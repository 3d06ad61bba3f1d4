package io.openintake.registry.http.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.openintake.contracts.Policies;
import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.registry.app.IntakeView;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.KafkaEndpoint;
import io.openintake.registry.domain.status.IntakeState;
import io.openintake.registry.domain.status.Reports;
import io.openintake.registry.domain.value.Description;
import java.util.Map;
import java.util.Optional;

/** An intake on the wire; what stands behind {@code failure_message} is our addition. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record IntakeBody(
        String id,
        String displayName,
        Optional<String> description,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> labels,
        String intakeRunnerId,
        CatalogBody catalog,
        String state,
        @JsonProperty("create_time") String createTime,
        String uri,
        String topic,
        String deadLetterTopic,
        long undeliveredMessageCount,
        @JsonProperty("failure_message") Optional<String> failureMessage,
        long openDeadLetterCount,
        long flushIntervalSeconds,
        PoliciesBody policies) {
    /** What happens to records that do not fit. */
    public record PoliciesBody(String evolution, String mismatch, String errors) {
        static PoliciesBody of(Policies policies) {
            return new PoliciesBody(
                    policies.evolution().text(),
                    policies.mismatch().text(),
                    policies.errors().text());
        }
    }

    /** The intake as callers see it. */
    public static IntakeBody of(IntakeView view, KafkaEndpoint endpoint) {
        Intake intake = view.intake();
        Reports reports = view.reports();
        return new IntakeBody(
                intake.id().toString(),
                intake.profile().displayName().text(),
                intake.profile().description().map(Description::text),
                intake.profile().labels().pairs(),
                intake.runner().toString(),
                CatalogBody.of(intake.destination()),
                view.state().text(),
                Times.text(intake.created()),
                endpoint.of(intake.runner()),
                intake.id().topic(),
                intake.id().deadLetterTopic(),
                reports.deadLetters().map(DeadLettersReported::total).orElse(0L),
                IntakeState.failureMessage(reports),
                reports.deadLetters().map(DeadLettersReported::open).orElse(0L),
                intake.flushInterval().seconds(),
                PoliciesBody.of(intake.policies()));
    }
}
