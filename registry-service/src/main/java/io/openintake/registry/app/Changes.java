package io.openintake.registry.app;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Host;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.IntakeFamily;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.RunnerFamily;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.User;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Changes stored definitions: each call locks what the decision is about, decides, and stores the writes together with
 * their publications, all in one transaction. What is not there is refused as not found, without asking the decision.
 */
public interface Changes {
    /** Decides on something new that hangs on nothing. */
    <T> CompletionStage<Decision<T>> decide(Supplier<Decision<T>> decision);

    /** Decides on a runner. */
    <T> CompletionStage<Decision<T>> onRunner(Scope scope, RunnerId id, Function<Runner, Decision<T>> decision);

    /** Decides on a new intake of a runner; empty when there is no such runner. */
    <T> CompletionStage<Decision<T>> onHost(Scope scope, RunnerId id, Function<Optional<Host>, Decision<T>> decision);

    /** Decides on a runner with all that hangs on it. */
    <T> CompletionStage<Decision<T>> onRunnerFamily(
            Scope scope, RunnerId id, Function<RunnerFamily, Decision<T>> decision);

    /** Decides on an intake and the runner that it shall be on; empty when there is no such runner. */
    <T> CompletionStage<Decision<T>> onIntake(
            Scope scope, IntakeId id, RunnerId runner, BiFunction<Intake, Optional<Runner>, Decision<T>> decision);

    /** Decides on an intake with its users. */
    <T> CompletionStage<Decision<T>> onIntakeFamily(
            Scope scope, IntakeId id, Function<IntakeFamily, Decision<T>> decision);

    /** Decides on a user. */
    <T> CompletionStage<Decision<T>> onUser(
            Scope scope, IntakeId intake, UserId id, Function<User, Decision<T>> decision);
}
