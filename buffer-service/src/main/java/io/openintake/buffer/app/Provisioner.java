package io.openintake.buffer.app;

import io.openintake.buffer.app.Topics.Change;
import io.openintake.buffer.app.Topics.Look;
import io.openintake.buffer.domain.Provisioned;
import io.openintake.buffer.domain.TopicPlan;
import io.openintake.contracts.Capacity;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.ProvisioningReported.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every intake its two topics, and holds them against the plan again and again. Asking twice creates nothing
 * twice; a topic that is not as planned is reported, never changed, because somebody meant it.
 */
final class Provisioner {
    private static final Logger LOG = LoggerFactory.getLogger(Provisioner.class);
    static final int MAX_INTAKES_PER_ROUND = 100;
    static final Duration RETRY_DELAY = Duration.ofMillis(500);
    static final Duration FAILED_DELAY = Duration.ofSeconds(30);

    /** How topics are made, and how often they are looked at. */
    record Settings(short replicationFactor, Duration deadLetterRetention, Duration verifyInterval) {}

    private record Plans(TopicPlan intake, TopicPlan deadLetters) {
        List<TopicPlan> both() {
            return List.of(intake, deadLetters);
        }
    }

    private final KnownState state;
    private final Topics topics;
    private final Reports reports;
    private final Meters meters;
    private final Settings settings;
    private final Map<IntakeId, Instant> due = new HashMap<>();
    private final Set<IntakeId> failed = new HashSet<>();
    private final Set<IntakeId> unreported = new HashSet<>();

    Provisioner(KnownState state, Topics topics, Reports reports, Meters meters, Settings settings) {
        this.state = state;
        this.topics = topics;
        this.reports = reports;
        this.meters = meters;
        this.settings = settings;
    }

    /** Looks at this intake in the next round. */
    void touch(IntakeId intake) {
        due.put(intake, Instant.EPOCH);
    }

    /** Reports on this intake again, whatever was reported. */
    void reportAgain(IntakeId intake) {
        unreported.add(intake);
        touch(intake);
    }

    void forget(IntakeId intake) {
        due.remove(intake);
        failed.remove(intake);
        unreported.remove(intake);
    }

    /** Works on some of the intakes that are due; whether more are. */
    boolean round(Instant now) {
        Map<IntakeDefined, Plans> wanted = new LinkedHashMap<>();
        for (IntakeDefined intake : take(now)) {
            capacity(intake)
                    .ifPresentOrElse(
                            capacity -> wanted.put(intake, plans(intake, capacity)),
                            () -> settle(intake, new Provisioned.Failed("the intake's runner is not known"), now));
        }
        if (!wanted.isEmpty()) {
            provision(wanted, now);
        }
        meters.failedIntakes(failed.size());
        return wanted.size() == MAX_INTAKES_PER_ROUND;
    }

    private List<IntakeDefined> take(Instant now) {
        List<IntakeId> taken = due.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .limit(MAX_INTAKES_PER_ROUND)
                .map(Map.Entry::getKey)
                .toList();
        taken.forEach(due::remove);
        return taken.stream()
                .flatMap(intake -> Optional.ofNullable(state.intakes.get(intake)).stream())
                .filter(intake -> intake.lifecycle() == Lifecycle.ACTIVE)
                .toList();
    }

    private void provision(Map<IntakeDefined, Plans> wanted, Instant now) {
        Map<String, Look> looks = new HashMap<>(topics.look(names(wanted.values())));
        List<TopicPlan> missing = wanted.values().stream()
                .flatMap(plans -> plans.both().stream())
                .filter(plan -> looks.get(plan.topic()) instanceof Look.Missing)
                .toList();
        Map<String, Change> created = Map.of();
        if (!missing.isEmpty()) {
            wanted.forEach((intake, plans) -> warnOfLoss(intake, looks.get(plans.intake.topic())));
            created = topics.create(missing);
            looks.putAll(topics.look(missing.stream().map(TopicPlan::topic).toList()));
        }
        for (var entry : wanted.entrySet()) {
            remember(entry.getKey(), looks.get(entry.getValue().intake.topic()));
            logHarmlessDrift(entry.getKey(), entry.getValue(), looks);
            settle(entry.getKey(), verdict(entry.getValue(), looks, created), now);
        }
    }

    private void remember(IntakeDefined intake, @org.jspecify.annotations.Nullable Look look) {
        switch (look) {
            case Look.Found found -> state.found(intake.intake(), found.facts());
            case Look.Missing missing -> state.missing(intake.intake());
            case Look.Unknown unknown -> {}
            case null -> {}
        }
    }

    /** A topic that stood before and is gone now held messages that nobody can give back. */
    private void warnOfLoss(IntakeDefined intake, @org.jspecify.annotations.Nullable Look look) {
        boolean stoodBefore = reports.newest(intake.intake())
                .filter(report -> report.outcome() == Outcome.READY)
                .isPresent();
        if (stoodBefore && look instanceof Look.Missing) {
            LOG.error("intake topic vanished, creating it anew intake={} errorCode=topic-vanished", intake.intake());
        }
    }

    private static void logHarmlessDrift(IntakeDefined intake, Plans plans, Map<String, Look> looks) {
        for (TopicPlan plan : plans.both()) {
            if (looks.get(plan.topic()) instanceof Look.Found found
                    && !plan.harmlessDrift(found.facts()).isEmpty()) {
                LOG.info(
                        "topic settings differ without harm intake={} topic={} settings={}",
                        intake.intake(),
                        plan.topic(),
                        plan.harmlessDrift(found.facts()));
            }
        }
    }

    private static Provisioned verdict(Plans plans, Map<String, Look> looks, Map<String, Change> created) {
        for (TopicPlan plan : plans.both()) {
            if (created.get(plan.topic()) instanceof Change.Refused refused) {
                return new Provisioned.Failed("the cluster refused topic " + plan.topic() + ": " + refused.reason());
            }
        }
        for (TopicPlan plan : plans.both()) {
            switch (looks.get(plan.topic())) {
                case Look.Found found -> {
                    if (!found.facts().isServed()) {
                        return new Provisioned.Pending("topic " + plan.topic() + " has partitions without a leader");
                    }
                    List<String> drift = plan.drift(found.facts());
                    if (!drift.isEmpty()) {
                        return new Provisioned.Failed(
                                "settings of topic " + plan.topic() + ": " + String.join("; ", drift));
                    }
                }
                case Look.Unknown unknown -> {
                    return new Provisioned.Pending(unknown.reason());
                }
                case Look.Missing missing -> {
                    return new Provisioned.Pending("topic " + plan.topic() + " is not visible yet");
                }
                case null -> {
                    return new Provisioned.Pending("no answer about topic " + plan.topic());
                }
            }
        }
        return new Provisioned.Ready();
    }

    private void settle(IntakeDefined intake, Provisioned provisioned, Instant now) {
        Optional<ProvisioningReported> newest =
                unreported.contains(intake.intake()) ? Optional.empty() : reports.newest(intake.intake());
        provisioned.report(intake.intake(), intake.version(), newest).ifPresent(report -> {
            unreported.remove(intake.intake());
            log(intake, provisioned);
            reports.report(report);
        });
        switch (provisioned) {
            case Provisioned.Ready ready -> {
                failed.remove(intake.intake());
                due.put(intake.intake(), now.plus(settings.verifyInterval()));
            }
            case Provisioned.Failed refused -> {
                failed.add(intake.intake());
                due.put(intake.intake(), now.plus(FAILED_DELAY));
            }
            case Provisioned.Pending pending -> due.put(intake.intake(), now.plus(RETRY_DELAY));
        }
    }

    private static void log(IntakeDefined intake, Provisioned provisioned) {
        switch (provisioned) {
            case Provisioned.Ready ready ->
                LOG.info(
                        "intake provisioned project={} runner={} intake={}",
                        intake.project(),
                        intake.runner(),
                        intake.intake());
            case Provisioned.Failed failed ->
                LOG.error(
                        "intake not provisioned project={} runner={} intake={} errorCode=provisioning-failed reason={}",
                        intake.project(),
                        intake.runner(),
                        intake.intake(),
                        failed.reason());
            case Provisioned.Pending pending -> {}
        }
    }

    private Optional<Capacity> capacity(IntakeDefined intake) {
        return Optional.ofNullable(state.runners.get(intake.runner())).map(runner -> runner.capacity());
    }

    private Plans plans(IntakeDefined intake, Capacity capacity) {
        return new Plans(
                TopicPlan.intake(intake.intake(), capacity, settings.replicationFactor()),
                TopicPlan.deadLetters(intake.intake(), settings.deadLetterRetention(), settings.replicationFactor()));
    }

    private static List<String> names(Iterable<Plans> plans) {
        List<String> names = new java.util.ArrayList<>();
        plans.forEach(each -> each.both().forEach(plan -> names.add(plan.topic())));
        return names;
    }
}
