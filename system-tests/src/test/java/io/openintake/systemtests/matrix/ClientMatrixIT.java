package io.openintake.systemtests.matrix;

import static org.junit.jupiter.api.Assertions.fail;

import io.openintake.contracts.ServiceName;
import io.openintake.systemtests.Rig;
import io.openintake.systemtests.Tenant;
import io.openintake.systemtests.matrix.Outcome.Failed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        Surroundings surroundings = Surroundings.of(rig, folder);
        List<Trial> trials = new ArrayList<>();
        for (Client client : chosen()) {
            String name = "matrix-" + client.name().toLowerCase(Locale.ROOT).replace('_', '-');
            trials.add(new Trial(client, Tenant.create(rig, name, 200_000, 64), surroundings));
        }
        String foreignTopic = Tenant.create(rig, "matrix-other").intake().topic();
        // the flusher would deliver what is counted on the broker, and buffer-service say that no buffer is full
        List<ServiceName> stopped = List.of(ServiceName.FLUSHER, ServiceName.DLQ, ServiceName.BUFFER);
        stopped.forEach(rig::stop);
        Map<Client, Map<Cell, Outcome>> outcomes;
        try (Usage usage = new Usage(rig.endpoints().backing().kafka())) {
            outcomes = new Matrix(surroundings, usage, foreignTopic).run(trials);
        } finally {
            for (ServiceName service : stopped) {
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

    private static List<Client> chosen() {
        String names = System.getProperty("matrix.clients", "");
        return names.isEmpty()
                ? List.of(Client.values())
                : Arrays.stream(names.split(",")).map(Client::valueOf).toList();
    }

    private static void check(Client client, Cell cell, Outcome outcome) {
        Optional<KnownFaults.Fault> known = KnownFaults.of(client, cell);
        if (known.isEmpty()) {
            if (outcome instanceof Failed failed) {
                fail(failed.reason());
            }
        } else if (!(outcome instanceof Failed failed
                && failed.reason().contains(known.get().symptom()))) {
            fail("known to fail (" + known.get().reason() + "), and now: " + outcome);
        }
    }
}
