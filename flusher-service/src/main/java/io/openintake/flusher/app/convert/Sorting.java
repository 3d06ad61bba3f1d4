package io.openintake.flusher.app.convert;

import io.openintake.contracts.Policies.ErrorPolicy;
import io.openintake.flusher.app.BatchConversion.DataFileHandle;
import io.openintake.flusher.app.BatchConversion.DeadLetter;
import io.openintake.flusher.app.BatchConversion.Facts;
import io.openintake.flusher.app.BatchConversion.Written;
import io.openintake.flusher.app.SourceRecord;
import io.openintake.flusher.domain.schema.Judge.Remarks;
import io.openintake.flusher.domain.schema.Misfit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what became of each record of a batch, as it becomes it. */
final class Sorting {
    /** Names that are shown on the intake; the count goes on. */
    private static final int MAX_IGNORED_NAMES = 100;

    private final ErrorPolicy errors;
    private final SortedMap<Integer, Long> rows = new TreeMap<>();
    private final SortedMap<Integer, Long> skipped = new TreeMap<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final SortedSet<String> ignoredNames = new TreeSet<>();
    private long ignored;
    private long rounded;
    private long newestTimestampMs;

    Sorting(ErrorPolicy errors) {
        this.errors = errors;
    }

    void row(SourceRecord record, Remarks remarks) {
        rows.merge(record.partition(), 1L, Long::sum);
        seen(record);
        rounded += remarks.rounded();
        for (String name : remarks.ignored()) {
            ignored++;
            if (ignoredNames.size() < MAX_IGNORED_NAMES) {
                ignoredNames.add(name);
            }
        }
    }

    void unfit(SourceRecord record, Misfit misfit) {
        seen(record);
        switch (errors) {
            case SKIP -> skipped.merge(record.partition(), 1L, Long::sum);
            // what to do about the first one is the flush's decision
            case DEAD_LETTER, SUSPEND ->
                deadLetters.add(new DeadLetter(
                        record.partition(), record.offset(), misfit.reason(), misfit.pointer(), misfit.message()));
        }
    }

    Written written(List<DataFileHandle> files) {
        return new Written(files, rows, deadLetters, skipped, newestTimestampMs);
    }

    Facts facts() {
        return new Facts(ignored, ignoredNames, rounded);
    }

    private void seen(SourceRecord record) {
        newestTimestampMs = Math.max(newestTimestampMs, record.timestampMs());
    }
}
