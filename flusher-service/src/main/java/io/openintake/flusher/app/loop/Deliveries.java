package io.openintake.flusher.app.loop;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.DeliveryReported.State;
import io.openintake.contracts.event.TableReported;
import io.openintake.flusher.app.Reports;
import io.openintake.flusher.domain.Note;
import io.openintake.flusher.domain.Outcome;
import io.openintake.flusher.domain.Trouble;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what came of flushes into reports; says nothing that stands already. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int MAX_REASON = 512;

    private final Reports reports;
    private final Clock clock;

    Deliveries(Reports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    void delivered(IntakeId intake, Outcome.Delivered batch) {
        Optional<DeliveryReported> before = reports.delivery(intake);
        Optional<Instant> lastCommit =
                batch.snapshot() == 0 ? before.flatMap(DeliveryReported::lastCommit) : Optional.of(clock.instant());
        Optional<Instant> valid = batch.validThroughMs() == 0
                ? before.flatMap(DeliveryReported::validThrough)
                : Optional.of(Instant.ofEpochMilli(batch.validThroughMs()));
        long snapshot =
                batch.snapshot() == 0 ? before.map(DeliveryReported::snapshot).orElse(0L) : batch.snapshot();
        publish(
                before,
                new DeliveryReported(
                        intake,
                        0,
                        State.HEALTHY,
                        "",
                        "",
                        since(before, State.HEALTHY, ""),
                        lastCommit,
                        snapshot,
                        valid));
    }

    /** Everything is in order, without news from the table. */
    void healthy(IntakeId intake) {
        Optional<DeliveryReported> before = reports.delivery(intake);
        if (before.isPresent() && before.get().state() != State.HEALTHY) {
            standing(intake, State.HEALTHY, "", "");
        }
    }

    void troubled(IntakeId intake, Trouble trouble) {
        State state = switch (trouble.kind()) {
            case TRANSIENT, CONFLICT -> State.DEGRADED;
            case AUTHENTICATION, REFUSED -> State.FAILED;
        };
        standing(intake, state, trouble.code(), trouble.message());
    }

    void awaitsPerson(IntakeId intake, String code, String detail) {
        standing(intake, State.FAILED, code, detail);
    }

    private void standing(IntakeId intake, State state, String code, String reason) {
        Optional<DeliveryReported> before = reports.delivery(intake);
        String shortened = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        publish(
                before,
                new DeliveryReported(
                        intake,
                        0,
                        state,
                        code,
                        shortened,
                        since(before, state, code),
                        before.flatMap(DeliveryReported::lastCommit),
                        before.map(DeliveryReported::snapshot).orElse(0L),
                        before.flatMap(DeliveryReported::validThrough)));
    }

    private void publish(Optional<DeliveryReported> before, DeliveryReported now) {
        boolean stands = before.map(last -> last.withVersion(0).equals(now)).orElse(false);
        if (stands) {
            return;
        }
        if (before.map(last -> last.state() != now.state()).orElse(true)) {
            switch (now.state()) {
                case HEALTHY -> LOG.info("delivery healthy intake={}", now.intake());
                case DEGRADED -> LOG.warn("delivery degraded intake={} errorCode={}", now.intake(), now.reasonCode());
                case FAILED ->
                    LOG.error(
                            "delivery failed intake={} errorCode={} reason={}",
                            now.intake(),
                            now.reasonCode(),
                            now.reason());
            }
        }
        reports.report(now);
    }

    private Instant since(Optional<DeliveryReported> before, State state, String code) {
        return before.filter(last -> last.state() == state && last.reasonCode().equals(code))
                .map(DeliveryReported::since)
                .orElseGet(clock::instant);
    }

    void noticed(IntakeId intake, Note note) {
        LOG.info("table noticed intake={} kind={} detail={}", intake, note.kind(), note.detail());
        reports.report(new TableReported(intake, 0, note.kind(), note.detail(), clock.instant()));
    }

    void forget(IntakeId intake) {
        reports.forget(intake);
    }
}
