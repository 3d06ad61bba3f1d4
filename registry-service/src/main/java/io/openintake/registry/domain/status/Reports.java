package io.openintake.registry.domain.status;

import io.openintake.contracts.event.DeadLettersReported;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.ProvisioningReported;
import io.openintake.contracts.event.StatusEvent;
import io.openintake.contracts.event.TableReported;
import io.openintake.contracts.flush.FlushState;
import io.openintake.contracts.flush.Position;
import java.util.Optional;

/**
 * The newest that the other services said about one intake; each may have said nothing yet.
 *
 * @param table what the flusher last did to the table
 * @param disturbance what somebody last did to the table or the topic behind the flusher's back
 */
public record Reports(
        Optional<ProvisioningReported> provisioning,
        Optional<DeliveryReported> delivery,
        Optional<DeadLettersReported> deadLetters,
        Optional<TableReported> table,
        Optional<TableReported> disturbance,
        Optional<FlushState> flush) {
    /** Nobody said anything yet. */
    public static final Reports NONE = new Reports(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** These reports with a newer one in its place. */
    public Reports with(StatusEvent newer) {
        return switch (newer) {
            case ProvisioningReported report ->
                new Reports(Optional.of(report), delivery, deadLetters, table, disturbance, flush);
            case DeliveryReported report ->
                new Reports(provisioning, Optional.of(report), deadLetters, table, disturbance, flush);
            case DeadLettersReported report ->
                new Reports(provisioning, delivery, Optional.of(report), table, disturbance, flush);
            case TableReported report ->
                report.aspect().equals(TableReported.DISTURBANCE)
                        ? new Reports(provisioning, delivery, deadLetters, table, Optional.of(report), flush)
                        : new Reports(provisioning, delivery, deadLetters, Optional.of(report), disturbance, flush);
        };
    }

    /** These reports without that of one aspect. */
    public Reports without(String aspect) {
        return switch (aspect) {
            case ProvisioningReported.ASPECT ->
                new Reports(Optional.empty(), delivery, deadLetters, table, disturbance, flush);
            case DeliveryReported.ASPECT ->
                new Reports(provisioning, Optional.empty(), deadLetters, table, disturbance, flush);
            case DeadLettersReported.ASPECT ->
                new Reports(provisioning, delivery, Optional.empty(), table, disturbance, flush);
            case TableReported.ASPECT ->
                new Reports(provisioning, delivery, deadLetters, Optional.empty(), disturbance, flush);
            case TableReported.DISTURBANCE ->
                new Reports(provisioning, delivery, deadLetters, table, Optional.empty(), flush);
            default -> this;
        };
    }

    /** These reports with another flush state, or none. */
    public Reports withFlush(Optional<FlushState> newer) {
        return new Reports(provisioning, delivery, deadLetters, table, disturbance, newer);
    }

    /** Whether the intake's topics are gone for good. */
    public boolean isRemoved() {
        return provisioning
                .filter(report -> report.outcome() == ProvisioningReported.Outcome.REMOVED)
                .isPresent();
    }

    Position position(int partition) {
        return flush.map(state -> state.position(partition)).orElse(Position.START);
    }
}
