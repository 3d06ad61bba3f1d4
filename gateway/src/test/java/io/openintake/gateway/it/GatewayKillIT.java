package io.openintake.gateway.it;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The gateway itself dies while messages are on their way. */
@Tag("faults")
class GatewayKillIT {
    @Test
    void whenTheGatewayIsKilledUnderLoadNothingIsLostDoubledOrOutOfOrder() throws Exception {
        try (TwoBrokers brokers = TwoBrokers.start();
                ShippedGateway gateway = new ShippedGateway(brokers.settings())) {
            Tenant made = Tenant.make();
            Map<Integer, List<Integer>> replicas = Map.of(0, List.of(1, 2), 1, List.of(2, 1));
            Tenant tenant = gateway.defined(made, new NewTopic(made.intake().topic(), replicas));
            try (Load load = new Load(gateway.producer(tenant, Load.SETTINGS), tenant, 2).start()) {
                for (int round = 0; round < 3; round++) {
                    load.awaitMore(2_000);
                    gateway.kill9();
                    gateway.startAgain();
                }
                load.awaitMore(2_000);
                load.stopAndVerify(brokers.settings());
            }
        }
    }
}
