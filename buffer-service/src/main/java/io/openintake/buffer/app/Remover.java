package io.openintake.buffer.app;

import io.openintake.buffer.app.Topics.Change;
import io.openintake.buffer.app.Topics.Look;
import io.openintake.buffer.domain.Partition;
import io.openintake.buffer.domain.Provisioned;
import io.openintake.buffer.domain.Removal;
import io.openintake.buffer.domain.TopicFacts;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.ProvisioningReported.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the topics of intakes that go: when all is delivered, or at once when the backlog is to be discarded. */
final class Remover {
    private static final Logger LOG = LoggerFactory.getLogger(Remover.class);

    private final KnownState state;
    private final Topics topics;
    private final Reports reports;
    private final Duration grace;
    private final Map<IntakeId, Removal> decided = new HashMap<>();
    private final Set<IntakeId> deleted = new HashSet<>();

    Remover(KnownState state, Topics topics, Reports reports, Duration grace) {
        this.state = state;
        this.topics = topics;
        this.reports = reports;
        this.grace = grace;
    }

    void forget(IntakeId intake) {
        decided.remove(intake);
        deleted.remove(intake);
    }

    /** Reports again that the topics are gone. */
    void reportAgain(IntakeDefined intake) {
        if (deleted.contains(intake.intake())) {
            reports.report(removed(intake));
        }
    }

    /** Finds out which intakes are being deleted and still have a topic; the sweep of end offsets follows. */
    void look() {
        List<IntakeDefined> waiting = waiting();
        Map<String, Look> looks = waiting.isEmpty()
                ? Map.of()
                : topics.look(
                        waiting.stream().map(each -> each.intake().topic()).toList());
        for (IntakeDefined intake : waiting) {
            switch (looks.get(intake.intake().topic())) {
                case Look.Found found -> state.found(intake.intake(), found.facts());
                case Look.Missing missing -> state.missing(intake.intake());
                case Look.Unknown unknown -> state.unsure(intake.intake());
                case null -> state.unsure(intake.intake());
            }
        }
    }

    /** Decides and acts, on end offsets that are newer than every position known. */
    void round(Instant now) {
        List<IntakeDefined> ripe = new ArrayList<>();
        for (IntakeDefined intake : waiting()) {
            Removal next = decide(intake, now);
            decided.put(intake.intake(), next);
            if (next instanceof Removal.Delete) {
                ripe.add(intake);
            }
        }
        if (!ripe.isEmpty()) {
            delete(ripe);
        }
    }

    private Removal decide(IntakeDefined intake, Instant now) {
        Removal before = decided.getOrDefault(intake.intake(), new Removal.Keep());
        return state.isWithoutTopic(intake.intake())
                ? Removal.decideWithoutTopic(intake.lifecycle(), before, now, grace)
                : Removal.decide(intake.lifecycle(), drain(intake), before, now, grace);
    }

    private Optional<Removal.Drain> drain(IntakeDefined intake) {
        Map<Integer, Long> ends = new HashMap<>();
        for (Partition partition : state.partitions(intake.intake())) {
            Long end = state.ends.get(partition);
            if (end == null) {
                return Optional.empty();
            }
            ends.put(partition.number(), end);
        }
        return state.topic(intake.intake())
                .map(TopicFacts::topicId)
                .map(id -> new Removal.Drain(id, ends, state.flushState(intake.intake())));
    }

    private void delete(List<IntakeDefined> ripe) {
        Map<String, Change> changes = topics.delete(ripe.stream()
                .flatMap(each -> List.of(each.intake().topic(), each.intake().deadLetterTopic()).stream())
                .toList());
        for (IntakeDefined intake : ripe) {
            Change main = changes.getOrDefault(intake.intake().topic(), new Change.Unknown("no answer"));
            Change deadLetters =
                    changes.getOrDefault(intake.intake().deadLetterTopic(), new Change.Unknown("no answer"));
            if (main instanceof Change.Done && deadLetters instanceof Change.Done) {
                LOG.info(
                        "intake topics deleted project={} runner={} intake={} lifecycle={}",
                        intake.project(),
                        intake.runner(),
                        intake.intake(),
                        intake.lifecycle().text());
                state.missing(intake.intake());
                decided.remove(intake.intake());
                deleted.add(intake.intake());
                reports.report(removed(intake));
            } else {
                LOG.warn(
                        "intake topics not deleted yet intake={} topic={} deadLetterTopic={}",
                        intake.intake(),
                        main,
                        deadLetters);
            }
        }
    }

    private List<IntakeDefined> waiting() {
        return state.beingRemoved().stream()
                .filter(intake -> reports.newest(intake.intake())
                        .filter(newest -> Provisioned.isSame(newest, removed(intake)))
                        .isEmpty())
                .toList();
    }

    private static ProvisioningReported removed(IntakeDefined intake) {
        return new ProvisioningReported(intake.intake(), 0, intake.version(), Outcome.REMOVED, "");
    }
}
