package io.openintake.flusher.domain;

import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.SnapshotSummary;
import io.openintake.contracts.flush.TableHead;
import io.openintake.contracts.flush.TableProperty;
import io.openintake.contracts.json.TablePropertyJson;
import io.openintake.flusher.domain.Effect.CheckFiles;
import io.openintake.flusher.domain.Effect.Content;
import io.openintake.flusher.domain.Effect.DeadLetters;
import io.openintake.flusher.domain.Effect.Draw;
import io.openintake.flusher.domain.Effect.Finish;
import io.openintake.flusher.domain.Effect.LoadTable;
import io.openintake.flusher.domain.Effect.PostCommit;
import io.openintake.flusher.domain.Effect.RecordOutcome;
import io.openintake.flusher.domain.Effect.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From the intent in the log to the commit in the table: load, look, post once, and whatever was answered, load and
 * look again.
 *
 * @param state with the intent
 * @param planned the table that the files were written for
 * @param refusal what the catalog refused the last post with
 */
record CommitLoop(
        Assignment assignment,
        FlushState state,
        Pending pending,
        TableView planned,
        long validThroughMs,
        long giveUpAtMs,
        int attempt,
        Optional<Trouble> refusal) {
    static Effect begin(
            Assignment assignment,
            FlushState state,
            Pending pending,
            TableView planned,
            Answer.Taken batch,
            Draw draw) {
        long giveUpAtMs = draw.nowMs() + assignment.limits().commitBudget().toMillis();
        return new CommitLoop(
                        assignment, state, pending, planned, batch.validThroughMs(), giveUpAtMs, 0, Optional.empty())
                .refresh();
    }

    private Effect refresh() {
        return new LoadTable(pending.target(), (table, draw) -> switch (table) {
            case Answer.Failed failed -> again(failed.trouble(), draw);
            case Answer.Absent absent -> resolve(draw);
            case Answer.Present present -> look(present.view(), draw);
        });
    }

    private Effect look(TableView view, Draw draw) {
        if (!view.uuid().equals(pending.uuid())) {
            return resolve(draw);
        }
        if (view.records(pending.commit())) {
            return settled(view);
        }
        if (refusal.isPresent() || isNoLongerWhatWasPlannedOn(view)) {
            return resolve(draw);
        }
        if (attempt == 0) {
            return post(view);
        }
        return new CheckFiles((files, later) -> switch (files) {
            case PRESENT -> post(view);
            case MISSING -> resolve(later);
        });
    }

    private boolean isNoLongerWhatWasPlannedOn(TableView view) {
        History history = new History(view);
        return !view.head().equals(pending.head())
                || view.schemaId() != planned.schemaId()
                || !history.mainDescendsFrom(planned.main().orElseThrow().id())
                || history.hasOtherOfOursAbove(pending.base(), pending.commit());
    }

    private Effect post(TableView view) {
        boolean mayPost = view.main().isPresent()
                && view.head().equals(pending.head())
                && !view.records(pending.commit())
                && state.pending().filter(pending::equals).isPresent();
        if (!mayPost) {
            throw new IllegalStateException("I1: commit " + pending.commit() + " must not be posted on this table");
        }
        SortedMap<Integer, Long> ends = new TreeMap<>();
        pending.to().forEach((partition, part) -> ends.put(partition, part.to()));
        TableProperty property = view.property().orElseThrow().next(pending.commit(), ends, state.version());
        return new PostCommit(Content.FILES, summary(ends), Optional.of(property), (posted, draw) -> switch (posted) {
            case Answer.Accepted accepted -> settled(accepted.view());
            case Answer.NotSent notSent ->
                again(Trouble.contention("table-contention", "other writers kept moving the table"), draw);
            case Answer.Failed failed -> refusedBy(failed.trouble()).again(failed.trouble(), draw);
        });
    }

    private Map<String, String> summary(SortedMap<Integer, Long> ends) {
        SortedMap<Integer, Long> from = new TreeMap<>();
        ends.keySet()
                .forEach(partition ->
                        from.put(partition, state.position(partition).to()));
        Map<String, String> summary = new TreeMap<>();
        summary.put(SnapshotSummary.INTAKE, assignment.intake().toString());
        summary.put(SnapshotSummary.COMMIT, pending.commit());
        summary.put(SnapshotSummary.FROM, TablePropertyJson.offsets(from));
        summary.put(SnapshotSummary.TO, TablePropertyJson.offsets(ends));
        summary.put(SnapshotSummary.TOPIC_ID, state.topicId());
        summary.put(SnapshotSummary.ROWS, Long.toString(sum(Pending.Planned::rows)));
        summary.put(SnapshotSummary.DEAD_LETTERS, Long.toString(sum(Pending.Planned::deadCount)));
        summary.put(SnapshotSummary.SKIPPED, Long.toString(sum(Pending.Planned::skipped)));
        summary.put(SnapshotSummary.OTHER, Long.toString(sum(Pending.Planned::other)));
        if (validThroughMs > 0) {
            summary.put(
                    SnapshotSummary.VALID_THROUGH,
                    Instant.ofEpochMilli(validThroughMs).toString());
        }
        return summary;
    }

    private Effect settled(TableView view) {
        TableHead head = Progress.head(pending.target(), view);
        TableHead table = new History(view)
                .of(pending.commit())
                .map(found -> new TableHead(head.target(), head.uuid(), pending.commit(), found.id(), found.sequence()))
                .orElseGet(() ->
                        new TableHead(head.target(), head.uuid(), pending.commit(), head.snapshot(), head.sequence()));
        Outcome delivered = new Outcome.Delivered(
                sum(Pending.Planned::rows),
                sum(Pending.Planned::deadCount),
                sum(Pending.Planned::skipped),
                table.snapshot(),
                validThroughMs);
        return new RecordOutcome(
                Progress.through(state, pending.to(), Optional.of(table)),
                new DeadLetters.OfBatch(Optional.of(pending.commit())),
                List.of(),
                (recorded, draw) -> new Finish(delivered));
    }

    /** When the budget is spent the intent stays; the next flush resolves it and reads the batch again. */
    private Effect again(Trouble trouble, Draw draw) {
        if (draw.nowMs() >= giveUpAtMs) {
            return new Finish(new Outcome.Paused(trouble));
        }
        CommitLoop next =
                new CommitLoop(assignment, state, pending, planned, validThroughMs, giveUpAtMs, attempt + 1, refusal);
        return new Wait(Backoff.ms(attempt), (waited, later) -> next.refresh());
    }

    private CommitLoop refusedBy(Trouble trouble) {
        return trouble.kind() == Trouble.Kind.REFUSED
                ? new CommitLoop(
                        assignment, state, pending, planned, validThroughMs, giveUpAtMs, attempt, Optional.of(trouble))
                : this;
    }

    private Effect resolve(Draw draw) {
        Outcome afterwards = refusal.<Outcome>map(Outcome.Paused::new).orElseGet(Outcome.Again::new);
        return Resolve.begin(assignment, state, pending, draw, afterwards);
    }

    private long sum(java.util.function.ToLongFunction<Pending.Planned> count) {
        return pending.to().values().stream().mapToLong(count).sum();
    }
}
