package io.openintake.flusher.domain;

import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Pending;
import io.openintake.contracts.flush.TableProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What the flush needs done next, together with what it makes of the answer. A flush is nothing but the effect it waits
 * for: dropping it is always safe, the next owner goes on from the log. Whoever performs effects keeps "the batch read
 * last", "the table loaded last" and "the files written last"; effects speak of those.
 */
public sealed interface Effect {
    /** What follows from an answer. */
    @FunctionalInterface
    interface Then<A> {
        /** The next effect. */
        Effect on(A answer, Draw draw);
    }

    /**
     * What the flush must not fetch itself; drawn anew for every answer.
     *
     * @param freshId never given before
     * @param nowMs a clock that only rises, milliseconds
     */
    record Draw(String freshId, long nowMs) {}

    /** Take a batch: everything from these offsets on, up to the ends of now or to the limits. */
    record ReadBatch(SortedMap<Integer, Long> from, Then<Answer.Read> then) implements Effect {}

    /** Cut the batch down to these ends. */
    record NarrowBatch(SortedMap<Integer, Long> ends, Then<Answer.Taken> then) implements Effect {}

    /** Load the metadata of the table with this target hash, from the catalog and never from a cache. */
    record LoadTable(String target, Then<Answer.Table> then) implements Effect {}

    /** Look what the batch asks of the table. */
    record SurveyBatch(Then<Answer.Surveyed> then) implements Effect {}

    /** Create the table from the survey. */
    record CreateTable(Then<Answer.Table> then) implements Effect {}

    /** Add to the table's schema what the survey asked for. */
    record EvolveTable(Then<Answer.Table> then) implements Effect {}

    /** Write the batch's rows to files and sort out its dead letters; without a table only the latter. */
    record WriteFiles(Then<Answer.Written> then) implements Effect {}

    /** See whether the files written last are all still there. */
    record CheckFiles(Then<Answer.Files> then) implements Effect {}

    /** Post one commit, once, on the table loaded last. Ownership is looked at right before. */
    record PostCommit(
            Content content, Map<String, String> summary, Optional<TableProperty> property, Then<Answer.Posted> then)
            implements Effect {}

    /** What a commit adds. */
    enum Content {
        /** The files written last. */
        FILES,
        /** Nothing: it moves main. */
        NOTHING
    }

    /** Write the intent, in a transaction of the owner. */
    record RecordIntent(FlushState next, List<Note> notes, Then<Answer.Recorded> then) implements Effect {}

    /** Write dead letters and the state after the batch, in one transaction of the owner. */
    record RecordOutcome(FlushState next, DeadLetters dead, List<Note> notes, Then<Answer.Recorded> then)
            implements Effect {}

    /** Write a state without dead letters, in a transaction of the owner: a verdict, or an intent withdrawn. */
    record RecordState(FlushState next, List<Note> notes, Then<Answer.Recorded> then) implements Effect {}

    /** Where an outcome's dead letters come from. */
    sealed interface DeadLetters {
        /** The files' conversion, which knows pointer and message; the commit is empty when the batch had no rows. */
        record OfBatch(Optional<String> commit) implements DeadLetters {}

        /** The intent of an earlier flush; their values are read from the topic again. */
        record OfIntent(Pending pending, SortedMap<Integer, Long> from) implements DeadLetters {}

        /** They went with the topic that held them. */
        record Gone() implements DeadLetters {}
    }

    /** Let this time pass. */
    record Wait(long ms, Then<Answer.Waited> then) implements Effect {}

    /** The flush is over. */
    record Finish(Outcome outcome) implements Effect {}
}
