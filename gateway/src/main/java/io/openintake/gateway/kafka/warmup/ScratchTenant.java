package io.openintake.gateway.kafka.warmup;

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
import io.openintake.gateway.app.Directory;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/** A user of an intake that exists in this process only, and in none of its mirrors. */
final class ScratchTenant {
    private static final int ITERATIONS = 4_096;

    private final ProjectId project = new ProjectId(UUID.randomUUID());
    private final RunnerId runner = new RunnerId(UUID.randomUUID());
    private final IntakeId intake = new IntakeId(UUID.randomUUID());
    private final UserId user = new UserId(UUID.randomUUID());
    private final String password = UUID.randomUUID().toString();

    String topic() {
        return intake.topic();
    }

    String userName() {
        return user.userName();
    }

    String password() {
        return password;
    }

    Directory directory() {
        Directory directory = new Directory();
        directory.changed(
                new RunnerDefined(runner, project, 1, new Capacity(1_000, 64), "localhost", Lifecycle.ACTIVE));
        directory.changed(intakeDefined());
        directory.changed(new UserDefined(
                user,
                intake,
                project,
                1,
                1,
                UserType.INTAKE,
                verifier(ScramMechanism.SCRAM_SHA_256),
                verifier(ScramMechanism.SCRAM_SHA_512)));
        return directory;
    }

    private IntakeDefined intakeDefined() {
        return new IntakeDefined(
                intake,
                project,
                runner,
                1,
                "scratch",
                new TableTarget("http://localhost/none", "none", "none", "none"),
                new Partitioning.None(),
                new CatalogAuth.None(),
                0,
                Policies.DEFAULT,
                Duration.ofMinutes(5),
                Lifecycle.ACTIVE);
    }

    private ScramVerifier verifier(ScramMechanism mechanism) {
        try {
            ScramCredential made = new ScramFormatter(mechanism).generateCredential(password, ITERATIONS);
            return new ScramVerifier(
                    Bytes.of(made.salt()), Bytes.of(made.storedKey()), Bytes.of(made.serverKey()), made.iterations());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has it", missing);
        }
    }
}
