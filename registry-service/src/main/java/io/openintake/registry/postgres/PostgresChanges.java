package io.openintake.registry.postgres;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.registry.app.Changes;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.Host;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.IntakeFamily;
import io.openintake.registry.domain.Refusal;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.RunnerFamily;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Locks, decides, stores. Rows are always locked in the order runner, intake, user, so that two changes cannot wait for
 * each other; the lock of a resource also makes its outbox records' ids rise in the order of its versions.
 */
@Singleton
final class PostgresChanges implements Changes {
    private final Transactions transactions;
    private final Journal journal;

    PostgresChanges(Transactions transactions, Journal journal) {
        this.transactions = transactions;
        this.journal = journal;
    }

    @Override
    public <T> CompletionStage<Decision<T>> decide(Supplier<Decision<T>> decision) {
        return transactions.run(session -> journal.keep(session, decision.get()));
    }

    @Override
    public <T> CompletionStage<Decision<T>> onRunner(Scope scope, RunnerId id, Function<Runner, Decision<T>> decision) {
        return transactions.run(session -> lockedRunner(session, scope, id)
                .map(found -> found.map(decision).orElseGet(() -> notFound(Refusal.Kind.RUNNER)))
                .chain(decided -> journal.keep(session, decided)));
    }

    @Override
    public <T> CompletionStage<Decision<T>> onHost(
            Scope scope, RunnerId id, Function<Optional<Host>, Decision<T>> decision) {
        return transactions.run(session -> lockedRunner(session, scope, id)
                .chain(runner -> hosted(session, id).map(intakes -> runner.map(found -> new Host(found, intakes))))
                .map(decision)
                .chain(decided -> journal.keep(session, decided)));
    }

    @Override
    public <T> CompletionStage<Decision<T>> onRunnerFamily(
            Scope scope, RunnerId id, Function<RunnerFamily, Decision<T>> decision) {
        return transactions.run(session -> lockedRunner(session, scope, id)
                .chain(runner -> families(session, "r.runner = :of", id.value())
                        .map(intakes -> runner.map(found -> new RunnerFamily(found, intakes))))
                .map(found -> found.map(decision).orElseGet(() -> notFound(Refusal.Kind.RUNNER)))
                .chain(decided -> journal.keep(session, decided)));
    }

    @Override
    public <T> CompletionStage<Decision<T>> onIntake(
            Scope scope, IntakeId id, RunnerId runner, BiFunction<Intake, Optional<Runner>, Decision<T>> decision) {
        return transactions.run(session -> lockedRunner(session, scope, runner)
                .chain(target -> session.find(IntakeRow.class, id.value(), LockMode.PESSIMISTIC_WRITE)
                        .map(row -> Optional.ofNullable(row)
                                .filter(found -> found.scope().equals(scope))
                                .map(found -> decision.apply(found.intake(), target))
                                .orElseGet(() -> notFound(Refusal.Kind.INTAKE))))
                .chain(decided -> journal.keep(session, decided)));
    }

    @Override
    public <T> CompletionStage<Decision<T>> onIntakeFamily(
            Scope scope, IntakeId id, Function<IntakeFamily, Decision<T>> decision) {
        return transactions.run(session -> families(session, "r.id = :of", id.value())
                .map(found -> found.stream()
                        .filter(family -> family.intake().scope().equals(scope))
                        .findFirst()
                        .map(decision)
                        .orElseGet(() -> notFound(Refusal.Kind.INTAKE)))
                .chain(decided -> journal.keep(session, decided)));
    }

    @Override
    public <T> CompletionStage<Decision<T>> onUser(
            Scope scope, IntakeId intake, UserId id, Function<User, Decision<T>> decision) {
        return transactions.run(session -> session.find(UserRow.class, id.value(), LockMode.PESSIMISTIC_WRITE)
                .map(row -> Optional.ofNullable(row)
                        .filter(found -> found.scope().equals(scope) && found.intake.equals(intake.value()))
                        .map(found -> decision.apply(found.user()))
                        .orElseGet(() -> notFound(Refusal.Kind.USER)))
                .chain(decided -> journal.keep(session, decided)));
    }

    private static Uni<Optional<Runner>> lockedRunner(Mutiny.Session session, Scope scope, RunnerId id) {
        return session.find(RunnerRow.class, id.value(), LockMode.PESSIMISTIC_WRITE)
                .map(row -> Optional.ofNullable(row)
                        .filter(found -> found.scope().equals(scope))
                        .map(RunnerRow::runner));
    }

    private static Uni<Integer> hosted(Mutiny.Session session, RunnerId runner) {
        return session.createSelectionQuery("select count(*) from IntakeRow r where r.runner = :runner", Long.class)
                .setParameter("runner", runner.value())
                .getSingleResult()
                .map(Math::toIntExact);
    }

    private static Uni<List<IntakeFamily>> families(Mutiny.Session session, String where, UUID of) {
        return session.createSelectionQuery("from IntakeRow r where " + where + " order by r.id", IntakeRow.class)
                .setParameter("of", of)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .chain(intakes -> users(session, intakes).map(users -> join(intakes, users)));
    }

    private static Uni<List<UserRow>> users(Mutiny.Session session, List<IntakeRow> intakes) {
        if (intakes.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createSelectionQuery("from UserRow u where u.intake in :intakes order by u.id", UserRow.class)
                .setParameter(
                        "intakes", intakes.stream().map(intake -> intake.id).toList())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    private static List<IntakeFamily> join(List<IntakeRow> intakes, List<UserRow> users) {
        Map<UUID, List<User>> byIntake = users.stream()
                .collect(Collectors.groupingBy(
                        user -> user.intake, Collectors.mapping(UserRow::user, Collectors.toList())));
        return intakes.stream()
                .map(intake -> new IntakeFamily(intake.intake(), byIntake.getOrDefault(intake.id, List.of())))
                .toList();
    }

    private static <T> Decision<T> notFound(Refusal.Kind kind) {
        return new Decision.Refused<>(new Refusal.NotFound(kind));
    }
}
