package io.openintake.audit.domain;

import io.openintake.audit.domain.Finding.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an intake's log and table come to together.
 *
 * @param table empty when there is none
 */
public record Examination(LogFacts log, Optional<TableFacts> table, List<Finding> findings) {
    /** Compares everything with everything. */
    public static Examination of(LogFacts log, Optional<TableFacts> table) {
        List<Finding> findings = new ArrayList<>(LogCheck.findings(log));
        if (table.isPresent()) {
            findings.addAll(ChainCheck.findings(log, table.get()));
            findings.addAll(RowCheck.findings(log, table.get()));
            findings.addAll(OffsetCheck.findings(log, table.get()));
        } else if (log.total(LogFacts.Totals::rows) > 0) {
            findings.add(Finding.wrong(
                    "table-gone",
                    "there is no table, and %d rows were delivered".formatted(log.total(LogFacts.Totals::rows))));
        }
        return new Examination(log, table, List.copyOf(findings));
    }

    /** Whether nothing is missing and nothing doubled, as far as can be seen. */
    public boolean isClean() {
        return findings.stream().noneMatch(finding -> finding.weight() == Weight.WRONG);
    }
}
