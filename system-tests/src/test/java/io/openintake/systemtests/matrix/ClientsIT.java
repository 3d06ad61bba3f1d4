package io.openintake.systemtests.matrix;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.openintake.systemtests.Rig;
import io.openintake.systemtests.Tenant;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The most telling cells of the matrix, quick enough for every run. */
final class ClientsIT {
    @TempDir
    private static Path folder;

    private static Rig rig;
    private static Surroundings surroundings;
    private static Tenant producers;

    @BeforeAll
    static void start() throws Exception {
        rig = Rig.shared();
        surroundings = Surroundings.of(rig, folder);
        producers = Tenant.create(rig, "clients");
    }

    /** With idempotence and without. */
    @ParameterizedTest
    @EnumSource(names = {"JAVA_2_1", "JAVA_4_4", "CONFLUENT", "KAFKA_PYTHON_3", "FRANZ_GO", "SARAMA"})
    void whatAClientCompressesLiesSoOnTheBroker(Client client) throws Exception {
        Trial trial = new Trial(client, producers, surroundings);
        assertFalse(new ProduceCells(surroundings).codec(trial, Cell.ZSTD).isEmpty());
    }

    /** These two hand aborted records and transaction markers to the application when a broker sends them. */
    @ParameterizedTest
    @EnumSource(names = {"KAFKA_PYTHON_2", "KAFKA_GO"})
    void aReaderSeesNeitherAbortedRecordsNorMarkersAndIsQuietAtTheEnd(Client client) throws Exception {
        String name = "letters-" + client.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Trial trial = new Trial(client, Tenant.create(rig, name), surroundings);
        assertFalse(new ReadCells(surroundings).deadLetters(trial).isEmpty());
    }
}
