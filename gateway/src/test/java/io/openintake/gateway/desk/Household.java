package io.openintake.gateway.desk;

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
import io.openintake.contracts.event.Event;
import io.openintake.contracts.event.IntakeDefined;
import io.openintake.contracts.event.RunnerDefined;
import io.openintake.contracts.event.UserDefined;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/** A tenant with a runner, an intake and a user of each type. */
record Household(ProjectId project, RunnerId runner, IntakeId intake, UserId writer, UserId reader) {
    static final String PASSWORD = "Correct-Horse-7";
    static final String HOST = "runner.example.org";
    /** What the registry has, so that a check takes as long as it does in earnest. */
    static final int ITERATIONS = 16_384;

    static Household make() {
        return new Household(
                new ProjectId(UUID.randomUUID()),
                new RunnerId(UUID.randomUUID()),
                new IntakeId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()));
    }

    UserId user(UserType type) {
        return type == UserType.INTAKE ? writer : reader;
    }

    String topic(UserType type) {
        return type == UserType.INTAKE ? intake.topic() : intake.deadLetterTopic();
    }

    List<Event> definitions() {
        return List.of(
                new RunnerDefined(runner, project, 1, new Capacity(100_000, 64), HOST, Lifecycle.ACTIVE),
                intakeDefined(),
                userDefined(UserType.INTAKE),
                userDefined(UserType.DEAD_LETTER));
    }

    private IntakeDefined intakeDefined() {
        return new IntakeDefined(
                intake,
                project,
                runner,
                1,
                "test",
                new TableTarget("http://localhost/catalog", "w", "n", "t"),
                new Partitioning.None(),
                new CatalogAuth.None(),
                0,
                Policies.DEFAULT,
                Duration.ofMinutes(5),
                Lifecycle.ACTIVE);
    }

    UserDefined userDefined(UserType type) {
        return new UserDefined(
                user(type),
                intake,
                project,
                1,
                1,
                type,
                verifier(ScramMechanism.SCRAM_SHA_256),
                verifier(ScramMechanism.SCRAM_SHA_512));
    }

    private static ScramVerifier verifier(ScramMechanism mechanism) {
        try {
            ScramCredential made = new ScramFormatter(mechanism).generateCredential(PASSWORD, ITERATIONS);
            return new ScramVerifier(
                    Bytes.of(made.salt()), Bytes.of(made.storedKey()), Bytes.of(made.serverKey()), made.iterations());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
