package io.openintake.flusher.domain;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.flush.SnapshotSummary;
import io.openintake.contracts.flush.TableProperty;
import io.openintake.flusher.domain.Effect.Content;
import io.openintake.flusher.domain.Effect.Draw;
import io.openintake.flusher.domain.Effect.Finish;
import io.openintake.flusher.domain.Effect.LoadTable;
import io.openintake.flusher.domain.Effect.PostCommit;
import io.openintake.flusher.domain.Effect.Wait;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes a table over: an empty append with a parent that sets a fresh head and keeps the old ones. It moves main, so
 * every commit of ours that is still travelling is refused. Needs no intent: it carries no rows.
 */
record Adoption(
        IntakeId intake,
        long version,
        String target,
        String fresh,
        Asking asking,
        Doubt doubt,
        int attempt,
        long giveUpAtMs) {
    private static final int MAX_ATTEMPTS = 12;

    /** What is asked of every version of the table before anything is built on it. */
    interface Asking {
        Asked of(TableView view);

        /** The table is not there. */
        Effect absent();

        /** The fresh head is in. */
        Effect done(TableView view, Doubt doubt);
    }

    /** What came of asking. */
    sealed interface Asked {
        /** No adoption is needed, or none is possible. */
        record Settled(Effect next) implements Asked {}

        record GoOn(Doubt doubt) implements Asked {}
    }

    /** Whether some version of the table left open if the commit in question is in. */
    enum Doubt {
        NONE,
        UNKNOWN;

        Doubt or(Doubt other) {
            return this == UNKNOWN ? UNKNOWN : other;
        }
    }

    static Effect begin(Assignment assignment, long version, String target, Draw draw, Asking asking) {
        long giveUpAtMs = draw.nowMs() + assignment.limits().commitBudget().toMillis();
        return new Adoption(assignment.intake(), version, target, draw.freshId(), asking, Doubt.NONE, 0, giveUpAtMs)
                .refresh();
    }

    private Effect refresh() {
        return new LoadTable(target, (table, draw) -> switch (table) {
            case Answer.Failed failed -> new Finish(new Outcome.Paused(failed.trouble()));
            case Answer.Absent absent -> asking.absent();
            case Answer.Present present ->
                switch (asking.of(present.view())) {
                    case Asked.Settled settled -> settled.next();
                    case Asked.GoOn open -> doubting(open.doubt()).look(present.view(), draw);
                };
        });
    }

    private Effect look(TableView view, Draw draw) {
        // a REPLACE keeps the property but takes main away: such a table needs a first snapshot again
        if (view.head().equals(fresh) && view.main().isPresent()) {
            return asking.done(view, doubt);
        }
        if (attempt >= MAX_ATTEMPTS) {
            return new Finish(new Outcome.Paused(
                    Trouble.contention("table-contention", "other writers kept moving the table; it is tried again")));
        }
        if (view.main().isEmpty()) {
            return new PostCommit(Content.NOTHING, Map.of(), Optional.empty(), (posted, later) -> again(posted, later));
        }
        String head = view.records(fresh) ? draw.freshId() : fresh;
        return heading(head).post(view);
    }

    private Effect post(TableView view) {
        TableProperty property = view.property()
                .map(known -> known.next(fresh, known.to(), version))
                .orElseGet(() -> new TableProperty(fresh, List.of(), new TreeMap<>(), version));
        Map<String, String> summary = Map.of(SnapshotSummary.INTAKE, intake.toString(), SnapshotSummary.COMMIT, fresh);
        return new PostCommit(Content.NOTHING, summary, Optional.of(property), (posted, draw) -> switch (posted) {
            case Answer.Accepted accepted ->
                accepted.view().head().equals(fresh)
                        ? asking.done(accepted.view(), doubt)
                        : new Finish(new Outcome.Paused(Trouble.refused(
                                "properties-dropped", "the catalog does not keep table properties, which are needed")));
            case Answer.NotSent notSent -> again(posted, draw);
            case Answer.Failed failed -> again(posted, draw);
        });
    }

    private Effect again(Answer.Posted posted, Draw draw) {
        if (posted instanceof Answer.Failed failed && isHopeless(failed.trouble(), draw)) {
            return new Finish(new Outcome.Paused(failed.trouble()));
        }
        Adoption next = new Adoption(intake, version, target, fresh, asking, doubt, attempt + 1, giveUpAtMs);
        return posted instanceof Answer.Accepted
                ? next.refresh()
                : new Wait(Backoff.ms(attempt), (waited, later) -> next.refresh());
    }

    /** A catalog that takes long to fail must not hold up the worker for all attempts. */
    private boolean isHopeless(Trouble trouble, Draw draw) {
        return trouble.kind() == Trouble.Kind.REFUSED || draw.nowMs() >= giveUpAtMs;
    }

    private Adoption doubting(Doubt found) {
        return new Adoption(intake, version, target, fresh, asking, doubt.or(found), attempt, giveUpAtMs);
    }

    private Adoption heading(String head) {
        return new Adoption(intake, version, target, head, asking, doubt, attempt, giveUpAtMs);
    }
}
