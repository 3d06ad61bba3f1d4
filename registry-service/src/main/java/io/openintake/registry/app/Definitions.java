package io.openintake.registry.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.User;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Reads stored definitions. Lists are in order of creation. */
public interface Definitions {
    /** A page of the runners of a scope. */
    CompletionStage<Page<Runner>> runners(Scope scope, PageRequest page);

    /** The runner, if it is of this scope. */
    CompletionStage<Optional<Runner>> runner(Scope scope, RunnerId id);

    /** A page of the intakes of a scope. */
    CompletionStage<Page<Intake>> intakes(Scope scope, PageRequest page);

    /** The intake, if it is of this scope. */
    CompletionStage<Optional<Intake>> intake(Scope scope, IntakeId id);

    /** A page of the users of an intake. */
    CompletionStage<Page<User>> users(Scope scope, IntakeId intake, PageRequest page);

    /** The user, if it is of this intake. */
    CompletionStage<Optional<User>> user(Scope scope, IntakeId intake, UserId id);

    /** Intakes that are being deleted and have no users, in order of id, at most so many. */
    CompletionStage<List<Intake>> leavingIntakes(Optional<IntakeId> after, int limit);

    /** Runners that are being deleted and have no intakes, at most so many. */
    CompletionStage<List<Runner>> leavingRunners(int limit);
}
