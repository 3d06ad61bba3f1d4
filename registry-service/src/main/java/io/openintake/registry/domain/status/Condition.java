package io.openintake.registry.domain.status;

import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.UsageReported;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One question about an intake and its answer; {@code TRUE} is always the good one.
 *
 * @param reason stable kebab-case code; empty when there is nothing to say
 */
public record Condition(Type type, Answer answer, String reason, String message, Optional<Instant> since) {
    private static final Duration DISTURBANCE_SHOWN = Duration.ofDays(1);

    /** The questions. */
    public enum Type {
        /** Do its topics stand? */
        PROVISIONED,
        /** May its producers produce? */
        ACCEPTING,
        /** Do its messages reach the table? */
        DELIVERING,
        /** Are its positions beyond doubt? */
        CERTAIN,
        /** Are the table and the topic as the flusher left them? */
        UNDISTURBED
    }

    /** The answers. */
    public enum Answer {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** All questions, answered from the reports. */
    public static List<Condition> of(Reports reports, Optional<UsageReported> usage, Instant now) {
        return List.of(
                provisioned(reports),
                accepting(usage),
                delivering(reports),
                certain(reports),
                undisturbed(reports, now));
    }

    private static Condition provisioned(Reports reports) {
        return reports.provisioning()
                .map(report -> switch (report.outcome()) {
                    case READY -> yes(Type.PROVISIONED);
                    case FAILED -> no(Type.PROVISIONED, "provisioning-failed", report.reason());
                    case REMOVED -> no(Type.PROVISIONED, "removed", "the topics are gone");
                })
                .orElseGet(() -> unknown(Type.PROVISIONED));
    }

    private static Condition accepting(Optional<UsageReported> usage) {
        return usage.map(report -> switch (report.state()) {
                    case OPEN -> yes(Type.ACCEPTING);
                    case BLOCKED ->
                        no(Type.ACCEPTING, "runner-blocked", "undelivered messages have reached the runner's boundary");
                })
                .orElseGet(() -> unknown(Type.ACCEPTING));
    }

    private static Condition delivering(Reports reports) {
        return reports.delivery()
                .map(report -> new Condition(
                        Type.DELIVERING,
                        report.state() == DeliveryReported.State.HEALTHY ? Answer.TRUE : Answer.FALSE,
                        report.reasonCode(),
                        report.reason(),
                        Optional.of(report.since())))
                .orElseGet(() -> unknown(Type.DELIVERING));
    }

    private static Condition certain(Reports reports) {
        return reports.flush()
                .map(state -> state.problem()
                        .map(problem -> no(Type.CERTAIN, problem.code(), problem.detail()))
                        .orElseGet(() -> yes(Type.CERTAIN)))
                .orElseGet(() -> unknown(Type.CERTAIN));
    }

    /** What somebody did to the table stays done; it stands here for a day, and in the status for ever. */
    private static Condition undisturbed(Reports reports, Instant now) {
        return reports.disturbance()
                .filter(report -> now.isBefore(report.time().plus(DISTURBANCE_SHOWN)))
                .map(report -> new Condition(
                        Type.UNDISTURBED,
                        Answer.FALSE,
                        report.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        report.detail(),
                        Optional.of(report.time())))
                .orElseGet(() -> yes(Type.UNDISTURBED));
    }

    private static Condition yes(Type type) {
        return new Condition(type, Answer.TRUE, "", "", Optional.empty());
    }

    private static Condition no(Type type, String reason, String message) {
        return new Condition(type, Answer.FALSE, reason, message, Optional.empty());
    }

    private static Condition unknown(Type type) {
        return new Condition(type, Answer.UNKNOWN, "", "", Optional.empty());
    }
}
