package io.openintake.gateway;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.UsageReported;
import io.openintake.gateway.app.Directory;
import io.openintake.gateway.app.flow.LocalLedger;
import io.openintake.gateway.app.flow.Parking;
import io.openintake.gateway.app.flow.Traffic;
import io.openintake.gateway.app.session.Sessions;
import io.openintake.gateway.bus.Mirrors;
import io.openintake.gateway.kafka.serving.Groups;

/** Carries what the mirrors read to where it is needed, and ends sessions that it takes the right from. */
record DefinitionsListener(
        Directory directory, LocalLedger ledger, Parking parking, Sessions sessions, Traffic traffic, Groups groups)
        implements Mirrors.Listener {
    @Override
    public void changed(Event event) {
        if (event instanceof UsageReported usage) {
            ledger.reported(usage);
            parking.settle();
        } else {
            directory.changed(event);
            sessions.recheck();
        }
    }

    @Override
    public void userRemoved(UserId user) {
        directory.userRemoved(user);
        sessions.recheck();
    }

    @Override
    public void resourceRemoved(IntakeId intake, RunnerId runner) {
        directory.resourceRemoved(intake, runner);
        ledger.removed(runner);
        traffic.removed(intake);
        groups.removed(intake);
        sessions.recheck();
    }

    @Override
    public void usageRemoved(RunnerId runner) {
        ledger.removed(runner);
    }
}
