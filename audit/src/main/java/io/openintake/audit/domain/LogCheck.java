package io.openintake.audit.domain;

import io.openintake.audit.domain.LogFacts.Ends;
import io.openintake.audit.domain.LogFacts.Letter;
import io.openintake.audit.domain.LogFacts.Totals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log against itself: positions add up, nothing left the topic undelivered, each dead letter is there once. */
final class LogCheck {
    private final LogFacts log;
    private final List<Finding> findings = new ArrayList<>();

    private LogCheck(LogFacts log) {
        this.log = log;
    }

    static List<Finding> findings(LogFacts log) {
        LogCheck check = new LogCheck(log);
        check.topic();
        log.at().forEach(check::position);
        check.letters();
        log.at().keySet().forEach(check::letterCount);
        return check.findings;
    }

    private void topic() {
        if (!log.topicId().equals(log.stateTopicId())) {
            findings.add(Finding.wrong(
                    "topic-recreated",
                    "the intake topic was made anew (id %s instead of %s): offsets of the state do not count in it"
                            .formatted(log.topicId(), log.stateTopicId())));
        }
        log.problem().ifPresent(problem -> findings.add(Finding.wrong("waits-for-a-person", problem)));
        log.pending()
                .ifPresent(commit -> findings.add(Finding.note(
                        "commit-under-way", "commit %s is under way: run the audit again".formatted(commit))));
    }

    private void position(int partition, Totals totals) {
        if (totals.to() != totals.sum()) {
            findings.add(Finding.wrong(
                    "totals-wrong",
                    "partition %d is at %d, but rows %d + dead %d + skipped %d + other %d + lost %d are %d"
                            .formatted(
                                    partition,
                                    totals.to(),
                                    totals.rows(),
                                    totals.dead(),
                                    totals.skipped(),
                                    totals.other(),
                                    totals.lost(),
                                    totals.sum())));
        }
        if (totals.lost() > 0) {
            findings.add(Finding.note(
                    "gap-accepted", "partition %d: %d offsets were given up".formatted(partition, totals.lost())));
        }
        Ends ends = log.ends().getOrDefault(partition, new Ends(0, 0));
        if (ends.first() > totals.to()) {
            findings.add(Finding.wrong(
                    "gone-from-the-topic",
                    new OffsetRange(partition, totals.to(), ends.first()) + " left the topic undelivered"));
        }
        if (ends.next() < totals.to()) {
            findings.add(Finding.wrong(
                    "topic-cut",
                    new OffsetRange(partition, ends.next(), totals.to())
                            + " were delivered, but the topic ends before"));
        }
    }

    private void letters() {
        Map<List<Long>, Letter> seen = new HashMap<>();
        for (Letter letter : log.deadLetters().letters()) {
            Letter first = seen.putIfAbsent(List.of((long) letter.partition(), letter.offset()), letter);
            OffsetRange offset = new OffsetRange(letter.partition(), letter.offset(), letter.offset() + 1);
            if (first != null) {
                findings.add(Finding.wrong(
                        "dead-letter-doubled",
                        "%s is in the dead letter topic at %d and at %d".formatted(offset, first.at(), letter.at())));
            }
            if (letter.offset() >= log.totals(letter.partition()).to()) {
                findings.add(Finding.wrong(
                        "dead-letter-too-early",
                        "%s is a dead letter (at %d), but the position is below it".formatted(offset, letter.at())));
            }
        }
    }

    private void letterCount(int partition) {
        long found = log.deadLetters().letters().stream()
                .filter(letter -> letter.partition() == partition)
                .count();
        long counted = log.totals(partition).dead();
        if (log.deadLetters().complete() ? found != counted : found > counted) {
            findings.add(Finding.wrong(
                    "dead-letters-differ",
                    "partition %d: %d dead letters were counted, %d are in the dead letter topic"
                            .formatted(partition, counted, found)));
        } else if (found < counted) {
            findings.add(Finding.note(
                    "dead-letters-expired",
                    "partition %d: %d of %d dead letters have passed their retention"
                            .formatted(partition, counted - found, counted)));
        }
    }
}
