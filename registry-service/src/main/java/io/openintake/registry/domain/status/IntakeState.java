package io.openintake.registry.domain.status;

import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.flush.FlushState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The API's state of an intake, derived from its definition and the reports about it. */
public enum IntakeState {
    RECONCILING("reconciling"),
    ACTIVE("active"),
    DELETING("deleting"),
    FAILED("failed");

    private static final Duration SECOND_CHANCE = Duration.ofMinutes(2);
    private static final int MAX_MESSAGE_LENGTH = 512;

    private final String text;

    IntakeState(String text) {
        this.text = text;
    }

    /** The wire form. */
    public String text() {
        return text;
    }

    /**
     * The state of an intake in this part of its life. A failed delivery from before its owner changed the destination
     * is not held against the change for a while: clients wait for it, and would take the old failure for its outcome.
     *
     * @param configured when the destination last changed
     */
    public static IntakeState of(Lifecycle lifecycle, Instant configured, Reports reports, Instant now) {
        if (lifecycle != Lifecycle.ACTIVE) {
            return DELETING;
        }
        boolean stale = now.isBefore(configured.plus(SECOND_CHANCE)) && hasFailedBefore(configured, reports);
        if (failure(stale ? reports.without(DeliveryReported.ASPECT) : reports).isPresent()) {
            return FAILED;
        }
        boolean provisioned = reports.provisioning()
                .filter(report -> report.outcome() == ProvisioningReported.Outcome.READY)
                .isPresent();
        return provisioned && !stale ? ACTIVE : RECONCILING;
    }

    /** What the API calls {@code failure_message}: the cause of a failure, otherwise the last dead letter's message. */
    public static Optional<String> failureMessage(Reports reports) {
        return failure(reports)
                .or(() -> reports.deadLetters()
                        .filter(report -> report.lastTime().isPresent())
                        .map(report -> report.lastReason() + ": " + report.lastMessage()))
                .map(IntakeState::printable);
    }

    private static boolean hasFailedBefore(Instant configured, Reports reports) {
        return reports.delivery()
                .filter(report -> report.state() == DeliveryReported.State.FAILED)
                .filter(report -> report.since().isBefore(configured))
                .isPresent();
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
