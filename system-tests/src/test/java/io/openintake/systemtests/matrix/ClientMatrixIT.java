package io.openintake.systemtests.matrix;

import static org.junit.jupiter.api.Assertions.fail;

import io.openintake.contracts.ServiceName;
import io.openintake.systemtests.Rig;
import io.openintake.systemtests.Tenant;
import io.openintake.systemtests.matrix.Outcome.Failed;
import io.openintake.systemtests.matrix.Outcome.NotOffered;
import io.openintake.systemtests.matrix.Outcome.Passed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every client in every cell, against the whole product; {@code -Dmatrix.clients=KCAT,SARAMA} tries only some. */
@Tag("matrix")
final class ClientMatrixIT {
    @TestFactory
    Stream<DynamicContainer> everyClientMeetsEveryCellAsThePageSays(@TempDir Path folder) throws Exception {
        Rig rig = Rig.shared();
        Path trustStore = TrustStore.of(rig.endpoints().authority(), folder);
        List<Trial> trials = new ArrayList<>();
        for (Client client : chosen()) {
            String name = "matrix-" + client.name().toLowerCase(Locale.ROOT).replace('_', '-');
            trials.add(new Trial(client, Tenant.create(rig, name, 200_000, 64), rig, trustStore));
        }
        String foreignTopic = Tenant.create(rig, "matrix-other").intake().topic();
        // the flusher would deliver what is counted on the broker, and buffer-service say that no buffer is full
        List.of(ServiceName.FLUSHER, ServiceName.DLQ, ServiceName.BUFFER).forEach(rig::stop);
        Map<Client, Map<Cell, Outcome>> outcomes;
        try (Usage usage = new Usage(rig.endpoints().backing().kafka())) {
            outcomes = new Matrix(surroundings(rig, usage, foreignTopic)).run(trials);
        } finally {
            for (ServiceName service : List.of(ServiceName.FLUSHER, ServiceName.DLQ, ServiceName.BUFFER)) {
                rig.restart(service);
            }
        }
        System.out.println(MatrixPage.summary(outcomes));
        return outcomes.entrySet().stream()
                .map(client -> DynamicContainer.dynamicContainer(
                        client.getKey().title(),
                        client.getValue().entrySet().stream()
                                .map(cell -> DynamicTest.dynamicTest(
                                        cell.getKey().title(),
                                        () -> check(client.getKey(), cell.getKey(), cell.getValue())))));
    }

    private static Surroundings surroundings(Rig rig, Usage usage, String foreignTopic) {
        return new Surroundings(
                rig,
                new BrokerLog(rig.folder().backing().resolve("kafka")),
                new GatewayFigures(rig.endpoints().http(ServiceName.GATEWAY)),
                usage,
                foreignTopic,
                new ReentrantLock(true),
                new ReentrantLock(true));
    }

    private static List<Client> chosen() {
        String names = System.getProperty("matrix.clients", "");
        return names.isEmpty()
                ? List.of(Client.values())
                : Arrays.stream(names.split(",")).map(Client::valueOf).toList();
    }

    private static void check(Client client, Cell cell, Outcome outcome) {
        Optional<String> known = KnownFaults.reason(client, cell);
        switch (outcome) {
            case Passed passed ->
                known.ifPresent(reason -> fail("works now (" + passed.figure() + "), and was known to fail: " + reason));
            case Failed failed -> {
                if (known.isEmpty()) {
                    fail(failed.reason());
                }
            }
            case NotOffered any -> known.ifPresent(reason -> fail("not offered, and known to fail: " + reason));
        }
    }
}
