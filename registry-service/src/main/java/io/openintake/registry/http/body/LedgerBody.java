package io.openintake.registry.http.body;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.openintake.registry.domain.status.Ledger;
import java.util.List;
import java.util.Optional;

/**
 * What became of every accepted message, on the wire.
 *
 * @param deadLettersCounted by dlq-service in the dead letter topic; {@code deadLettered} is the flusher's own count
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LedgerBody(
        long accepted,
        long delivered,
        long deadLettered,
        Optional<Long> deadLettersCounted,
        long skipped,
        long backlog,
        long lost,
        long other,
        long unaccounted,
        List<PartitionBody> partitions) {
    /** One partition; {@code other} are offsets that never were messages. */
    public record PartitionBody(
            int partition,
            long startOffset,
            long endOffset,
            long position,
            long accepted,
            long delivered,
            long deadLettered,
            long skipped,
            long backlog,
            long lost,
            long other,
            long unaccounted) {}

    /** The ledger as callers see it. */
    public static LedgerBody of(Ledger ledger) {
        return new LedgerBody(
                ledger.total(Ledger.Line::accepted),
                ledger.total(line -> line.position().rows()),
                ledger.deadLettered(),
                ledger.deadLettersCounted().isPresent()
                        ? Optional.of(ledger.deadLettersCounted().getAsLong())
                        : Optional.empty(),
                ledger.total(line -> line.position().skipped()),
                ledger.total(Ledger.Line::backlog),
                ledger.total(line -> line.position().lost()),
                ledger.total(line -> line.position().other()),
                ledger.unaccounted(),
                ledger.lines().stream().map(LedgerBody::partition).toList());
    }

    private static PartitionBody partition(Ledger.Line line) {
        return new PartitionBody(
                line.offsets().partition(),
                line.offsets().start(),
                line.offsets().end(),
                line.position().to(),
                line.accepted(),
                line.position().rows(),
                line.position().dead(),
                line.position().skipped(),
                line.backlog(),
                line.position().lost(),
                line.position().other(),
                line.unaccounted());
    }
}
