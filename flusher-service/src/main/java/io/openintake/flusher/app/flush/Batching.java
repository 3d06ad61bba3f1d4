package io.openintake.flusher.app.flush;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ReasonCode;
import io.openintake.contracts.flush.OffsetSet;
import io.openintake.contracts.flush.Pending;
import io.openintake.flusher.app.Batch;
import io.openintake.flusher.app.BatchConversion.DeadLetter;
import io.openintake.flusher.app.BatchConversion.Written;
import io.openintake.flusher.app.DeadLetterRecord;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.domain.Extent;
import io.openintake.flusher.domain.FlushLimits;
import io.openintake.flusher.domain.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Goes through a batch's records: counts a part of it, weighs and builds its dead letters. */
final class Batching {
    private Batching() {}

    /** One offset of the topic. */
    private record Place(int partition, long offset) {}

    /** A conversion's result with the dead letters' records, as many as the limits can allow. */
    record Sorted(Tally tally, List<SourceRecord> deadRecords) {}

    /** The part of the batch before these ends, with its records counted. */
    static SortedMap<Integer, Extent> narrowed(
            Batch batch, SortedMap<Integer, Extent> extents, SortedMap<Integer, Long> ends) {
        Map<Integer, Long> records = new HashMap<>();
        batch.forEach(record -> {
            if (record.offset() < ends.getOrDefault(record.partition(), 0L)) {
                records.merge(record.partition(), 1L, Long::sum);
            }
        });
        SortedMap<Integer, Extent> narrowed = new TreeMap<>();
        extents.forEach((partition, extent) -> narrowed.put(
                partition,
                new Extent(
                        extent.from(),
                        ends.getOrDefault(partition, extent.from()),
                        records.getOrDefault(partition, 0L))));
        return narrowed;
    }

    static Sorted sorted(Batch batch, Written written, FlushLimits limits) {
        List<Tally.Dead> dead = new ArrayList<>();
        List<SourceRecord> kept = new ArrayList<>();
        if (!written.deadLetters().isEmpty()) {
            Map<Place, DeadLetter> letters = new HashMap<>();
            written.deadLetters()
                    .forEach(letter -> letters.put(new Place(letter.partition(), letter.offset()), letter));
            long[] keptBytes = {0};
            batch.forEach(record -> {
                DeadLetter letter = letters.get(new Place(record.partition(), record.offset()));
                if (letter != null) {
                    long bytes = DeadLetterRecords.bytes(record);
                    dead.add(new Tally.Dead(
                            record.partition(), record.offset(), letter.reason().text(), bytes));
                    // the first one over the limit makes the batch end before it
                    if (kept.size() < limits.deadLetters()
                            && (kept.isEmpty() || keptBytes[0] <= limits.deadLetterBytes())) {
                        kept.add(record);
                        keptBytes[0] += bytes;
                    }
                }
            });
        }
        return new Sorted(new Tally(written.rows(), written.skipped(), dead), kept);
    }

    static List<DeadLetterRecord> letters(
            IntakeId intake, List<SourceRecord> records, List<DeadLetter> letters, Optional<String> commit) {
        if (records.size() != letters.size()) {
            throw new IllegalStateException(
                    letters.size() + " dead letters of intake " + intake + ", but " + records.size() + " records");
        }
        List<DeadLetterRecord> built = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            built.add(DeadLetterRecords.of(intake, records.get(i), letters.get(i), commit));
        }
        return built;
    }

    /** The dead letters that an intent names, from the records as they still lie in the topic. */
    static List<DeadLetterRecord> ofIntent(
            IntakeId intake, Batch batch, Pending pending, Function<SourceRecord, Optional<DeadLetter>> explanation) {
        Map<Place, ReasonCode> reasons = new HashMap<>();
        pending.to()
                .forEach((partition, planned) ->
                        planned.dead().forEach((reason, offsets) -> put(reasons, partition, offsets, reason)));
        List<DeadLetterRecord> built = new ArrayList<>();
        batch.forEach(record -> {
            ReasonCode reason = reasons.remove(new Place(record.partition(), record.offset()));
            if (reason != null) {
                Optional<String> commit = Optional.of(pending.commit()).filter(id -> !id.isEmpty());
                built.add(DeadLetterRecords.of(intake, record, letter(record, reason, explanation), commit));
            }
        });
        if (!reasons.isEmpty()) {
            throw new IllegalStateException(reasons.size() + " dead letters of commit " + pending.commit()
                    + " of intake " + intake + " are no longer in the topic");
        }
        return built;
    }

    /** The intent holds reasons only; pointer and text are found again where the same reason comes out. */
    private static DeadLetter letter(
            SourceRecord record, ReasonCode reason, Function<SourceRecord, Optional<DeadLetter>> explanation) {
        if (reason == ReasonCode.CRASHED_TWICE) {
            String text = "three processes ended while they converted this record alone";
            return new DeadLetter(record.partition(), record.offset(), reason, "", text);
        }
        return explanation
                .apply(record)
                .filter(found -> found.reason() == reason)
                .orElseGet(() -> new DeadLetter(
                        record.partition(),
                        record.offset(),
                        reason,
                        "",
                        "recovered after a restart; only the reason is known: " + reason.text()));
    }

    private static void put(Map<Place, ReasonCode> reasons, int partition, OffsetSet offsets, String reason) {
        ReasonCode code = ReasonCode.ofText(reason)
                .orElseThrow(() -> new IllegalStateException("the intent names an unknown reason " + reason));
        offsets.offsets().forEach(offset -> reasons.put(new Place(partition, offset), code));
    }
}
