package io.openintake.gateway.kafka.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.gateway.domain.Principal;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingTest {
    private static final UUID ID = new UUID(0, 1);
    private static final Principal READER = new Principal(
            new UserId(ID), UserType.DEAD_LETTER, new IntakeId(ID), new RunnerId(ID), new ProjectId(ID), 1);

    @ParameterizedTest
    @CsvSource({
        "runner.example.com:9094, runner.example.com, 9094",
        "runner.example.com, runner.example.com, 9094",
        "localhost:19094, localhost, 19094",
        "[::1]:9095, ::1, 9095",
        "[::1], ::1, 9094"
    })
    void readsTheRunnersAddress(String text, String host, int port) {
        assertEquals(new Advertised.Address(host, port), Advertised.parse(text));
    }

    @Test
    void groupsHaveNamesOfTheirIntakeOnTheCluster() {
        String onCluster = READER.groupOnCluster("g");
        assertEquals("u." + ID + ".g", onCluster);
        assertEquals("g", READER.groupOfUser(onCluster));
    }

    @Test
    void anIntakeHasAHundredGroups() {
        Groups groups = new Groups(() -> 0);
        for (int index = 0; index < Groups.MAX_PER_INTAKE; index++) {
            assertEquals(Groups.Use.ALLOWED, groups.use(READER, "g" + index));
        }
        assertEquals(Groups.Use.DENIED, groups.use(READER, "one-more"));
        assertEquals(Groups.Use.ALLOWED, groups.use(READER, "g7"));
        groups.removed(READER.intake());
        assertEquals(Groups.Use.ALLOWED, groups.use(READER, "one-more"));
        assertEquals(Groups.Use.DENIED, groups.use(READER, "x".repeat(Groups.MAX_NAME_CHARS + 1)));
    }

    @Test
    void aGroupThatIsNotUsedMakesRoomAfterAWhile() {
        AtomicLong nanos = new AtomicLong();
        Groups groups = new Groups(nanos::get);
        for (int index = 0; index < Groups.MAX_PER_INTAKE; index++) {
            assertEquals(Groups.Use.ALLOWED, groups.use(READER, "g" + index));
        }
        nanos.set(Groups.MEMORY.toNanos() - 1);
        assertEquals(Groups.Use.DENIED, groups.use(READER, "one-more"));
        assertEquals(Groups.Use.ALLOWED, groups.use(READER, "g7"));
        nanos.set(Groups.MEMORY.toNanos());
        for (int index = 1; index < Groups.MAX_PER_INTAKE; index++) {
            assertEquals(Groups.Use.ALLOWED, groups.use(READER, "h" + index));
        }
        assertEquals(Groups.Use.DENIED, groups.use(READER, "one-more"));
        assertEquals(Groups.Use.ALLOWED, groups.use(READER, "g7"));
    }

    @Test
    void aHundredProducerIdsComeAtOnceAndThenTenAMinute() {
        AtomicLong nanos = new AtomicLong();
        ProducerIdPace pace = new ProducerIdPace(nanos::get);
        for (int index = 0; index < ProducerIdPace.BURST; index++) {
            assertEquals(Duration.ZERO, pace.next(READER.user()));
        }
        assertEquals(ProducerIdPace.ONE, pace.next(READER.user()));
        nanos.set(ProducerIdPace.ONE.toNanos());
        assertEquals(Duration.ZERO, pace.next(READER.user()));
    }
}
