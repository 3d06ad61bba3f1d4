package io.openintake.registry.domain.status;

import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.flush.FlushState;
import java.util.Optional;

/** The API's state of an intake, derived from its definition and the reports about it. */
public enum IntakeState {
    RECONCILING("reconciling"),
    ACTIVE("active"),
    DELETING("deleting"),
    FAILED("failed");

    private static final int MAX_MESSAGE_LENGTH = 512;

    private final String text;

    IntakeState(String text) {
        this.text = text;
    }

    /** The wire form. */
    public String text() {
        return text;
    }

    /** The state of an intake in this part of its life. */
    public static IntakeState of(Lifecycle lifecycle, Reports reports) {
        if (lifecycle != Lifecycle.ACTIVE) {
            return DELETING;
        }
        if (failure(reports).isPresent()) {
            return FAILED;
        }
        boolean provisioned = reports.provisioning()
                .filter(report -> report.outcome() == ProvisioningReported.Outcome.READY)
                .isPresent();
        return provisioned ? ACTIVE : RECONCILING;
    }

    /** What the API calls {@code failure_message}: the cause of a failure, otherwise the last dead letter's message. */
    public static Optional<String> failureMessage(Reports reports) {
        return failure(reports)
                .or(() -> reports.deadLetters()
                        .filter(report -> report.lastTime().isPresent())
                        .map(report -> report.lastReason() + ": " + report.lastMessage()))
                .map(IntakeState::printable);
    }

    private static Optional<String> failure(Reports reports) {
        Optional<String> provisioning = reports.provisioning()
                .filter(report -> report.outcome() == ProvisioningReported.Outcome.FAILED)
                .map(ProvisioningReported::reason);
        Optional<String> delivery = reports.delivery()
                .filter(report -> report.state() == DeliveryReported.State.FAILED)
                .map(report -> report.reasonCode() + ": " + report.reason());
        Optional<String> positions =
                reports.flush().flatMap(FlushState::problem).map(problem -> problem.code() + ": " + problem.detail());
        return provisioning.or(() -> delivery).or(() -> positions);
    }

    /** Other services report their own text only; this is the second line against control characters and length. */
    private static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= MAX_MESSAGE_LENGTH ? clean : clean.substring(0, MAX_MESSAGE_LENGTH);
    }
}
