package io.openintake.benchmarks.rig;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.CatalogAuth;
import io.openintake.contracts.IntakeId;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.Partitioning;
import io.openintake.contracts.Policies;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.TableTarget;
import io.openintake.contracts.UserId;
import io.openintake.contracts.UserType;
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.UsageReported;
import io.openintake.contracts.event.UserDefined;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A runner with one intake and its writer, as the registry would define them; each sample has its own. */
public record Tenant(ProjectId project, RunnerId runner, IntakeId intake, UserId writer) {
    public static final String PASSWORD = "Correct-Horse-7";
    private static final int LARGEST_MESSAGE_KIB = 16;
    private static final Capacity CAPACITY =
            new Capacity((int) (Capacity.MAX_KIB_PER_HOUR / LARGEST_MESSAGE_KIB), LARGEST_MESSAGE_KIB);

    static Tenant make() {
        return new Tenant(
                new ProjectId(UUID.randomUUID()),
                new RunnerId(UUID.randomUUID()),
                new IntakeId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()));
    }

    /** Where it writes. */
    public String topic() {
        return intake.topic();
    }

    /** Who it is to the gateway. */
    public String userName() {
        return writer.userName();
    }

    List<Event> definitions(String endpoint, ScramVerifier sha256, ScramVerifier sha512) {
        return List.of(
                new RunnerDefined(runner, project, 1, CAPACITY, endpoint, Lifecycle.ACTIVE),
                new IntakeDefined(
                        intake,
                        project,
                        runner,
                        1,
                        "benchmark",
                        new TableTarget("http://localhost/catalog", "w", "n", "t"),
                        new Partitioning.None(),
                        new CatalogAuth.None(),
                        0,
                        Policies.DEFAULT,
                        Duration.ofMinutes(5),
                        Lifecycle.ACTIVE),
                new UserDefined(writer, intake, project, 1, 1, UserType.INTAKE, sha256, sha512));
    }

    /** What buffer-service would say of it: there is room. */
    UsageReported room(long version) {
        return new UsageReported(
                runner,
                version,
                UsageReported.State.OPEN,
                0,
                CAPACITY.boundaryBytes(),
                0,
                CAPACITY.boundaryMessages(),
                Optional.empty());
    }
}
