package io.openintake.flusher.domain;

import io.openintake.contracts.event.Command;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.FlushState.Problem;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.Pending.Planned;
import io.openintake.contracts.flush.Position;
import io.openintake.contracts.flush.Suspicion;
import io.openintake.contracts.flush.TableHead;
import io.openintake.flusher.domain.TableView.Snapshot;
import io.openintake.flusher.domain.suspect.Suspects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The steps that an intake's state can take; each one is written in one transaction and raises the version by one. */
final class Progress {
    private Progress() {}

    /** What each partition of the batch becomes; fails when the counts do not add up, which would be a bug. */
    static SortedMap<Integer, Planned> plan(SortedMap<Integer, Extent> extents, Tally tally) {
        SortedMap<Integer, Planned> plan = new TreeMap<>();
        extents.forEach((partition, extent) -> {
            if (extent.to() > extent.from()) {
                plan.put(partition, planned(partition, extent, tally));
            }
        });
        return plan;
    }

    private static Planned planned(int partition, Extent extent, Tally tally) {
        Planned planned = new Planned(
                extent.to(),
                tally.rows().getOrDefault(partition, 0L),
                tally.skipped().getOrDefault(partition, 0L),
                extent.other(),
                tally.deadOf(partition));
        if (planned.rows() + planned.skipped() + planned.deadCount() != extent.records()) {
            throw new IllegalStateException("partition " + partition + " has " + extent.records() + " records, but "
                    + planned.rows() + " rows, " + planned.deadCount() + " dead letters and " + planned.skipped()
                    + " skipped");
        }
        return planned;
    }

    static FlushState intending(FlushState state, Pending pending) {
        SortedMap<Integer, Long> ends = state.ends();
        pending.to().forEach((partition, planned) -> ends.put(partition, planned.to()));
        return suspecting(
                changed(state, state.at(), state.table(), Optional.of(pending), Optional.empty()),
                Suspects.after(state.suspicion(), ends));
    }

    /** The batch is through: positions and totals advance, nothing is pending. */
    static FlushState through(FlushState state, SortedMap<Integer, Planned> plan, Optional<TableHead> table) {
        SortedMap<Integer, Position> at = new TreeMap<>(state.at());
        plan.forEach((partition, planned) -> {
            Position moved = state.position(partition)
                    .plus(planned.rows(), planned.deadCount(), planned.skipped(), planned.other());
            if (moved.to() != planned.to()) {
                throw new IllegalStateException(
                        "partition " + partition + " moves to " + moved.to() + " instead of " + planned.to());
            }
            at.put(partition, moved);
        });
        FlushState next = changed(state, at, table, Optional.empty(), Optional.empty());
        return suspecting(next, Suspects.after(state.suspicion(), next.ends()));
    }

    /** The mark is in the log before its part is converted. */
    static FlushState marked(FlushState state, Suspicion mark) {
        return suspecting(
                changed(state, state.at(), state.table(), state.pending(), state.problem()), Optional.of(mark));
    }

    /** Nobody converts any more; a mark that was mere caution is forgotten. */
    static FlushState unmarked(FlushState state, Suspicion mark) {
        return suspecting(
                changed(state, state.at(), state.table(), state.pending(), state.problem()),
                Optional.of(mark.atRest())
                        .filter(rest -> rest.crashes() > 0 || !mark.trying().equals(mark.to())));
    }

    private static FlushState suspecting(FlushState state, Optional<Suspicion> suspicion) {
        return new FlushState(
                state.version(),
                state.topicId(),
                state.clusterId(),
                state.at(),
                state.table(),
                state.pending(),
                state.problem(),
                suspicion);
    }

    /** A person has looked where it stands; what became of the offsets before that, nobody counted. */
    static FlushState rebuilt(FlushState state, Command.StateRebuilt said, Optional<TableHead> table) {
        SortedMap<Integer, Position> at = new TreeMap<>();
        long dead = said.deadLetters();
        for (var position : said.at().entrySet()) {
            long here = Math.min(dead, position.getValue());
            at.put(position.getKey(), Position.rebuilt(position.getValue(), here));
            dead -= here;
        }
        return changed(state, at, table, Optional.empty(), Optional.empty());
    }

    static FlushState withdrawn(FlushState state, Optional<TableHead> table) {
        return changed(state, state.at(), table, Optional.empty(), Optional.empty());
    }

    static FlushState judged(FlushState state, Problem problem) {
        return changed(state, state.at(), state.table(), state.pending(), Optional.of(problem));
    }

    static FlushState gapAccepted(FlushState state, int partition, long gap) {
        SortedMap<Integer, Position> at = new TreeMap<>(state.at());
        at.put(partition, state.position(partition).plusLost(gap));
        return changed(state, at, state.table(), state.pending(), Optional.empty());
    }

    /** The adopted head, kept in memory: it goes into the log with the next step. */
    static FlushState adopted(FlushState state, TableHead table) {
        return new FlushState(
                state.version(),
                state.topicId(),
                state.clusterId(),
                state.at(),
                Optional.of(table),
                state.pending(),
                state.problem(),
                state.suspicion());
    }

    /** Another topic: positions count anew. */
    static FlushState onTopic(FlushState state, String topicId, String clusterId) {
        return new FlushState(
                state.version(),
                topicId,
                clusterId,
                new TreeMap<>(),
                state.table(),
                Optional.empty(),
                Optional.empty());
    }

    static TableHead head(String target, TableView view) {
        return new TableHead(
                target,
                view.uuid(),
                view.head(),
                view.main().map(Snapshot::id).orElse(0L),
                view.main().map(Snapshot::sequence).orElse(0L));
    }

    private static FlushState changed(
            FlushState state,
            SortedMap<Integer, Position> at,
            Optional<TableHead> table,
            Optional<Pending> pending,
            Optional<Problem> problem) {
        return new FlushState(
                state.version() + 1,
                state.topicId(),
                state.clusterId(),
                at,
                table,
                pending,
                problem,
                state.suspicion());
    }
}
