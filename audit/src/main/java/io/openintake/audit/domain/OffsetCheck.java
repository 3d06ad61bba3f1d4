package io.openintake.audit.domain;

import io.openintake.audit.domain.LogFacts.Letter;
import io.openintake.audit.domain.LogFacts.Totals;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Row by row, where the table says which offset each row comes from. */
final class OffsetCheck {
    private final LogFacts log;
    private final ScannedRows rows;
    private final List<Finding> findings = new ArrayList<>();

    private OffsetCheck(LogFacts log, ScannedRows rows) {
        this.log = log;
        this.rows = rows;
    }

    static List<Finding> findings(LogFacts log, TableFacts table) {
        return table.scanned()
                .filter(scanned -> scanned.located() > 0)
                .map(scanned -> new OffsetCheck(log, scanned).findings())
                .orElseGet(List::of);
    }

    private List<Finding> findings() {
        rows.repeated()
                .forEach((partition, offsets) -> findings.add(Finding.wrong(
                        "offset-doubled",
                        "more than one row: " + OffsetRange.text(OffsetRange.of(partition, offsets)))));
        log.at().forEach(this::partition);
        return findings;
    }

    private void partition(int partition, Totals totals) {
        BitSet seen = rows.seen().getOrDefault(partition, new BitSet());
        BitSet dead = new BitSet();
        log.deadLetters().letters().stream()
                .filter(letter -> letter.partition() == partition && letter.offset() <= Integer.MAX_VALUE)
                .mapToLong(Letter::offset)
                .forEach(offset -> dead.set((int) offset));
        BitSet both = (BitSet) seen.clone();
        both.and(dead);
        if (!both.isEmpty()) {
            findings.add(Finding.wrong(
                    "row-and-dead-letter", OffsetRange.text(OffsetRange.of(partition, both)) + " are both"));
        }
        int end = (int) Math.min(totals.to(), Integer.MAX_VALUE);
        if (seen.length() > end && log.pending().isEmpty()) {
            BitSet early = seen.get(0, seen.length());
            early.clear(0, end);
            findings.add(Finding.wrong(
                    "row-too-early",
                    OffsetRange.text(OffsetRange.of(partition, early)) + " are rows, but the position is below"));
        }
        missing(partition, totals, seen, dead);
    }

    private void missing(int partition, Totals totals, BitSet seen, BitSet dead) {
        BitSet neither = new BitSet();
        neither.set(0, (int) Math.min(totals.to(), Integer.MAX_VALUE));
        neither.andNot(seen);
        neither.andNot(dead);
        long expiredLetters = Math.max(0, totals.dead() - dead.cardinality());
        long notRows = totals.skipped() + totals.other() + totals.lost() + expiredLetters;
        if (neither.cardinality() > notRows) {
            findings.add(Finding.wrong(
                    "offset-missing",
                    "%d offsets are neither row nor dead letter, and %d may be so: %s"
                            .formatted(
                                    neither.cardinality(),
                                    notRows,
                                    OffsetRange.text(OffsetRange.of(partition, neither)))));
        }
    }
}
