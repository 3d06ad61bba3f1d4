package io.openintake.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.contracts.event.AuditRecorded;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.TrafficReported;
import io.openintake.contracts.event.TrafficReported.PartitionTraffic;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UsageReported.State;
import io.openintake.gateway.app.flow.LocalLedger;
import io.openintake.gateway.app.flow.Traffic;
import io.openintake.gateway.app.flow.Traffic.Acknowledged;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.domain.admission.AdmissionTerms;
import io.openintake.gateway.domain.admission.CreditLedger.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is counted and charged. */
class FlowTest {
    private static final UUID ID = new UUID(0, 1);
    private static final RunnerId RUNNER = new RunnerId(ID);
    private static final RunnerId OTHER = new RunnerId(new UUID(0, 2));
    private static final RunnerId GONE = new RunnerId(new UUID(0, 3));
    private static final IntakeId INTAKE = new IntakeId(ID);
    private static final Principal WRITER =
            new Principal(new UserId(ID), UserType.INTAKE, INTAKE, RUNNER, new ProjectId(ID), 1);

    private final AtomicLong nanos = new AtomicLong();
    private final List<Event> published = new ArrayList<>();

    @Test
    void trafficIsCumulativeAndReportedOnlyWhenItChanges() {
        Traffic traffic = new Traffic("g", published::add);
        traffic.acknowledged(WRITER, new Acknowledged(0, 10, 10, 1_000));
        traffic.report();
        traffic.report();
        traffic.acknowledged(WRITER, new Acknowledged(0, 15, 5, 500));
        traffic.acknowledged(WRITER, new Acknowledged(1, 3, 3, 300));
        traffic.report();
        PartitionTraffic first = new PartitionTraffic(INTAKE, 0, 15, 15, 1_500);
        PartitionTraffic second = new PartitionTraffic(INTAKE, 1, 3, 3, 300);
        assertEquals(
                List.of(
                        new TrafficReported(RUNNER, "g", List.of(new PartitionTraffic(INTAKE, 0, 10, 10, 1_000))),
                        new TrafficReported(RUNNER, "g", List.of(first, second))),
                published);
    }

    @Test
    void trafficOfARemovedIntakeIsForgotten() {
        Traffic traffic = new Traffic("g", published::add);
        traffic.acknowledged(WRITER, new Acknowledged(0, 10, 10, 1_000));
        traffic.removed(INTAKE);
        traffic.report();
        assertEquals(List.of(), published);
    }

    @Test
    void theLedgerKeepsAnAccountOfEachRunner() {
        LocalLedger ledger = new LocalLedger(
                runner -> runner.equals(GONE) ? Optional.empty() : Optional.of(new Capacity(100_000, 64)),
                AdmissionTerms.DEFAULT,
                nanos::get);
        ledger.reported(new UsageReported(RUNNER, 1, State.BLOCKED, 99, 100, 0, 1_000, Optional.of(Instant.EPOCH)));
        assertInstanceOf(Answer.Full.class, ledger.take(RUNNER, 1, 1));
        assertEquals(new Answer.Granted(), ledger.take(OTHER, 1, 1));
        assertInstanceOf(Answer.TooMuch.class, ledger.take(GONE, 1, 1));
        ledger.removed(RUNNER);
        assertEquals(new Answer.Granted(), ledger.take(RUNNER, 1, 1));
    }

    @Test
    void theSameIsAuditedOnceInTenSeconds() {
        AuditTrail audit = new AuditTrail(published::add, nanos::get);
        AuditTrail.Actor actor = new AuditTrail.Actor(new ProjectId(ID), "user", "1.2.3.4", "kcat/1");
        audit.record(actor, "kafka-login", "intake", "wrong-password");
        audit.record(actor, "kafka-login", "intake", "wrong-password");
        audit.record(actor, "kafka-login", "intake", "allowed");
        nanos.set(AuditTrail.REPEAT.toNanos());
        audit.record(actor, "kafka-login", "intake", "wrong-password");
        assertEquals(3, published.size());
        assertEquals(
                new AuditRecorded(
                        new ProjectId(ID), "user", "kafka-login", "intake", "wrong-password", "1.2.3.4", "kcat/1"),
                published.getFirst());
    }
}
