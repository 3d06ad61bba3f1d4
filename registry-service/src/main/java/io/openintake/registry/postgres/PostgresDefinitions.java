package io.openintake.registry.postgres;

import io.openintake.contracts.IntakeId;
import io.openintake.contracts.RunnerId;
import io.openintake.contracts.UserId;
import io.openintake.registry.app.Definitions;
import io.openintake.registry.app.Page;
import io.openintake.registry.app.PageRequest;
import io.openintake.registry.app.PageToken;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.Scope;
import io.openintake.registry.domain.User;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads definitions; pages go by (created, id), so that what is added or removed meanwhile moves nothing. */
@Singleton
final class PostgresDefinitions implements Definitions {
    private static final UUID LOWEST = new UUID(0, 0);

    private final Transactions transactions;

    PostgresDefinitions(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public CompletionStage<Page<Runner>> runners(Scope scope, PageRequest page) {
        return transactions.run(session -> paged(
                        session, RunnerRow.class, "r.project = :project and r.region = :region", page)
                .setParameter("project", scope.project().value())
                .setParameter("region", scope.region())
                .getResultList()
                .map(rows -> Page.cut(
                        rows.stream().map(RunnerRow::runner).toList(),
                        page.size(),
                        runner -> new PageToken(runner.created(), runner.id().value()))));
    }

    @Override
    public CompletionStage<Optional<Runner>> runner(Scope scope, RunnerId id) {
        return transactions.run(session -> session.find(RunnerRow.class, id.value())
                .map(row -> Optional.ofNullable(row)
                        .filter(found -> found.scope().equals(scope))
                        .map(RunnerRow::runner)));
    }

    @Override
    public CompletionStage<Page<Intake>> intakes(Scope scope, PageRequest page) {
        return transactions.run(session -> paged(
                        session, IntakeRow.class, "r.project = :project and r.region = :region", page)
                .setParameter("project", scope.project().value())
                .setParameter("region", scope.region())
                .getResultList()
                .map(rows -> Page.cut(
                        rows.stream().map(IntakeRow::intake).toList(),
                        page.size(),
                        intake -> new PageToken(intake.created(), intake.id().value()))));
    }

    @Override
    public CompletionStage<Optional<Intake>> intake(Scope scope, IntakeId id) {
        return transactions.run(session -> session.find(IntakeRow.class, id.value())
                .map(row -> Optional.ofNullable(row)
                        .filter(found -> found.scope().equals(scope))
                        .map(IntakeRow::intake)));
    }

    @Override
    public CompletionStage<Page<User>> users(Scope scope, IntakeId intake, PageRequest page) {
        return transactions.run(session -> paged(session, UserRow.class, "r.intake = :intake", page)
                .setParameter("intake", intake.value())
                .getResultList()
                .map(rows -> Page.cut(
                        rows.stream().map(UserRow::user).toList(),
                        page.size(),
                        user -> new PageToken(user.created(), user.id().value()))));
    }

    @Override
    public CompletionStage<Optional<User>> user(Scope scope, IntakeId intake, UserId id) {
        return transactions.run(session -> session.find(UserRow.class, id.value())
                .map(row -> Optional.ofNullable(row)
                        .filter(found -> found.scope().equals(scope) && found.intake.equals(intake.value()))
                        .map(UserRow::user)));
    }

    @Override
    public CompletionStage<List<Intake>> leavingIntakes(Optional<IntakeId> after, int limit) {
        return transactions.run(session -> session.createSelectionQuery(
                        "from IntakeRow r where r.lifecycle <> 'active' and r.id > :after"
                                + " and not exists (from UserRow u where u.intake = r.id) order by r.id",
                        IntakeRow.class)
                .setParameter("after", after.map(IntakeId::value).orElse(LOWEST))
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(IntakeRow::intake).toList()));
    }

    @Override
    public CompletionStage<List<Runner>> leavingRunners(int limit) {
        return transactions.run(session -> session.createSelectionQuery(
                        "from RunnerRow r where r.lifecycle <> 'active'"
                                + " and not exists (from IntakeRow i where i.runner = r.id) order by r.id",
                        RunnerRow.class)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(RunnerRow::runner).toList()));
    }

    /** One row more than the page holds, which tells whether there is another page. */
    private static <R> Mutiny.SelectionQuery<R> paged(
            Mutiny.Session session, Class<R> type, String where, PageRequest page) {
        String query = "from " + type.getSimpleName() + " r where " + where
                + " and (r.created > :created or (r.created = :created and r.id > :id)) order by r.created, r.id";
        PageToken after = page.after().orElse(new PageToken(Instant.EPOCH, LOWEST));
        return session.createSelectionQuery(query, type)
                .setParameter("created", after.created())
                .setParameter("id", after.id())
                .setMaxResults(page.size() + 1);
    }
}
