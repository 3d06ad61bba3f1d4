package io.openintake.audit;

import io.openintake.audit.domain.Examination;
import io.openintake.audit.domain.Finding;
import io.openintake.audit.domain.LogFacts;
import io.openintake.audit.domain.LogFacts.Totals;
import io.openintake.audit.domain.TableFacts;
import io.openintake.contracts.IntakeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An examination as text for people. */
public final class Report {
    private Report() {}

    /** The lines; the last one is the verdict. */
    public static List<String> lines(IntakeId intake, Examination examination) {
        LogFacts log = examination.log();
        List<String> lines = new ArrayList<>();
        lines.add("intake " + intake);
        lines.add("  offsets given out %d = rows %d + dead letters %d + skipped %d"
                .formatted(
                        log.accepted(), log.total(Totals::rows), log.total(Totals::dead), log.total(Totals::skipped)));
        lines.add("    + no records %d + given up %d + backlog %d"
                .formatted(log.total(Totals::other), log.total(Totals::lost), log.backlog()));
        log.at().forEach((partition, totals) -> lines.add("  partition %d is at %d".formatted(partition, totals.to())));
        examination.table().ifPresentOrElse(table -> lines.add(table(table)), () -> lines.add("  no table"));
        examination.findings().forEach(finding -> lines.add(line(finding)));
        lines.add(verdict(examination));
        return lines;
    }

    private static String table(TableFacts table) {
        long commits = table.snapshots().stream()
                .filter(snapshot -> snapshot.commit().isPresent())
                .count();
        String rows = table.scanned()
                .map(scanned ->
                        ", %d read one by one (%d with their offset)".formatted(scanned.rows(), scanned.located()))
                .orElse("");
        return "  table %s: %d snapshots listed, %d of this intake; %d data files with %d rows%s"
                .formatted(
                        table.uuid(),
                        table.snapshots().size(),
                        commits,
                        table.live().size(),
                        table.liveRows(),
                        rows);
    }

    private static String line(Finding finding) {
        return "  %s %s: %s"
                .formatted(finding.weight().name().toLowerCase(Locale.ROOT), finding.code(), finding.text());
    }

    private static String verdict(Examination examination) {
        long notes = examination.findings().stream()
                .filter(finding -> finding.weight() == Finding.Weight.NOTE)
                .count();
        long wrong = examination.findings().size() - notes;
        if (wrong > 0) {
            return "audit failed: %d findings".formatted(wrong);
        }
        return notes == 0
                ? "audit passed: nothing missing, nothing doubled"
                : "audit passed as far as can be seen: nothing missing, nothing doubled, %d notes".formatted(notes);
    }
}
