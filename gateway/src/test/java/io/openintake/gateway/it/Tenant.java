package io.openintake.gateway.it;

import io.openintake.contracts.Bytes;
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
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.UserDefined;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/** A runner with one intake and a user of each type, as the registry would define them. */
record Tenant(ProjectId project, RunnerId runner, IntakeId intake, UserId writer, UserId reader) {
    static final String PASSWORD = "Correct-Horse-7";
    /** More than any test sends that is not about it. */
    static final Capacity CAPACITY = new Capacity(300_000, 64);

    private static final int ITERATIONS = 4_096;

    static Tenant make() {
        return new Tenant(
                new ProjectId(UUID.randomUUID()),
                new RunnerId(UUID.randomUUID()),
                new IntakeId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()));
    }

    RunnerDefined runnerDefined(String host, Capacity capacity) {
        return new RunnerDefined(runner, project, 1, capacity, host, Lifecycle.ACTIVE);
    }

    IntakeDefined intakeDefined(long version, Lifecycle lifecycle) {
        return new IntakeDefined(
                intake,
                project,
                runner,
                version,
                "test",
                new TableTarget("http://localhost/catalog", "w", "n", "t"),
                new Partitioning.None(),
                new CatalogAuth.None(),
                0,
                Policies.DEFAULT,
                Duration.ofMinutes(5),
                lifecycle);
    }

    UserDefined userDefined(UserType type, long version, String password) {
        UserId user = type == UserType.INTAKE ? writer : reader;
        return new UserDefined(
                user,
                intake,
                project,
                version,
                version,
                type,
                verifier(ScramMechanism.SCRAM_SHA_256, password),
                verifier(ScramMechanism.SCRAM_SHA_512, password));
    }

    private static ScramVerifier verifier(ScramMechanism mechanism, String password) {
        try {
            ScramCredential made = new ScramFormatter(mechanism).generateCredential(password, ITERATIONS);
            return new ScramVerifier(
                    Bytes.of(made.salt()), Bytes.of(made.storedKey()), Bytes.of(made.serverKey()), made.iterations());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
