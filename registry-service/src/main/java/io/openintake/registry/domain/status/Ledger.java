package io.openintake.registry.domain.status;

import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.flush.Position;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * What became of every accepted message. {@link #unaccounted()} compares counts of different origin, so that it could
 * be
 * wrong: what the log holds (offsets from the brokers), what the flusher counted while it wrote (positions), and what
 * dlq-service counted in the dead letter topic.
 *
 * @param deadLettersCounted by dlq-service; empty before its first report
 */
public record Ledger(List<Line> lines, OptionalLong deadLettersCounted) {
    public Ledger {
        lines = List.copyOf(lines);
    }

    /** Puts together what the log, the flusher and dlq-service say. */
    public static Ledger of(List<PartitionOffsets> log, Reports reports) {
        List<Line> lines = log.stream()
                .map(offsets -> new Line(offsets, reports.position(offsets.partition())))
                .toList();
        Optional<DeadLettersReported> counted = reports.deadLetters();
        return new Ledger(
                lines, counted.map(report -> OptionalLong.of(report.total())).orElseGet(OptionalLong::empty));
    }

    /** One partition of the ledger. */
    public record Line(PartitionOffsets offsets, Position position) {
        /** Offsets ever written, but for those that are known to be no records. */
        public long accepted() {
            return offsets.end() - position.other();
        }

        /** Offsets that are still in the log and not yet below the position. */
        public long backlog() {
            return Math.max(0, offsets.end() - Math.max(offsets.start(), position.to()));
        }

        /** Above 0 when the log lost offsets that were not delivered, below 0 when more was delivered than accepted. */
        public long unaccounted() {
            return accepted() - position.rows() - position.dead() - position.skipped() - position.lost() - backlog();
        }
    }

    /** The sum of one column. */
    public long total(ToLongFunction<Line> column) {
        return lines.stream().mapToLong(column).sum();
    }

    /** Dead letters as the flusher counted them. */
    public long deadLettered() {
        return total(line -> line.position().dead());
    }

    /** Every disagreement counts, whatever its sign, so that two of them cannot hide each other; 0 is right. */
    public long unaccounted() {
        long inLog = total(line -> Math.abs(line.unaccounted()));
        long inDeadLetters =
                deadLettersCounted.isPresent() ? Math.abs(deadLettered() - deadLettersCounted.getAsLong()) : 0;
        return inLog + inDeadLetters;
    }
}
