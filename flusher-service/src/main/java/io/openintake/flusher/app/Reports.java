package io.openintake.flusher.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.event.DeliveryReported;
import io.openintake.contracts.event.TableReported;
import java.util.Optional;

/** Port: how intakes fare, told to the other services. Never blocks for long; the port gives versions. */
public interface Reports {
    /** The report that stands. */
    Optional<DeliveryReported> delivery(IntakeId intake);

    void report(DeliveryReported delivery);

    void report(TableReported table);

    /** Withdraws the reports of an intake that is gone. */
    void forget(IntakeId intake);
}
