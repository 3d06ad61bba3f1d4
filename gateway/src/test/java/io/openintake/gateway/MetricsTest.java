package io.openintake.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.gateway.domain.Principal;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final GatewayMetrics metrics = new GatewayMetrics(meters);

    @Test
    void metersOfAnIntakeGoWithIt() {
        Principal kept = writer();
        Principal deleted = writer();
        metrics.accepted(kept, 1, 10);
        metrics.accepted(deleted, 2, 20);
        metrics.retain(kept.intake()::equals);
        assertEquals(1, counters(GatewayMetrics.ACCEPTED_MESSAGES));
        assertEquals(1, counters(GatewayMetrics.ACCEPTED_BYTES));
        metrics.accepted(kept, 1, 10);
        assertEquals(2, meters.get(GatewayMetrics.ACCEPTED_MESSAGES).counter().count());
        assertEquals(20, meters.get(GatewayMetrics.ACCEPTED_BYTES).counter().count());
    }

    @Test
    void beyondTheMostIntakesWithMetersOfTheirOwnAllAreCountedTogether() {
        for (int index = 0; index < GatewayMetrics.MAX_INTAKES + 5; index++) {
            metrics.accepted(writer(), 1, 10);
        }
        assertEquals(GatewayMetrics.MAX_INTAKES + 1, counters(GatewayMetrics.ACCEPTED_MESSAGES));
        assertEquals(
                5,
                meters.get(GatewayMetrics.ACCEPTED_MESSAGES)
                        .tag("intake", "other")
                        .counter()
                        .count());
    }

    private int counters(String name) {
        return meters.find(name).counters().size();
    }

    private static Principal writer() {
        return new Principal(
                new UserId(UUID.randomUUID()),
                UserType.INTAKE,
                new IntakeId(UUID.randomUUID()),
                new RunnerId(UUID.randomUUID()),
                new ProjectId(UUID.randomUUID()),
                1);
    }
}
