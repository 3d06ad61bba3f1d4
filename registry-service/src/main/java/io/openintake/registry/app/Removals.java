package io.openintake.registry.app;

import io.openintake.contracts.IntakeId;
import io.openintake.registry.domain.Intake;
import io.openintake.registry.domain.IntakeFamily;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.RunnerFamily;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is being deleted once nothing of it is left: intakes whose topics are gone, then runners without
 * intakes.
 * Runs at its own pace instead of on each report, so that a report that came while the database was away is not missed.
 */
public final class Removals implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);
    private static final int PAGE = 100;

    private final Definitions definitions;
    private final Changes changes;
    private final Mirrors mirrors;

    public Removals(Definitions definitions, Changes changes, Mirrors mirrors) {
        this.definitions = definitions;
        this.changes = changes;
        this.mirrors = mirrors;
    }

    /** One pass over everything that is being deleted. */
    @Override
    public void run() {
        try {
            removeIntakes();
            removeRunners();
        } catch (CompletionException broken) {
            LOG.warn("removal of deleted resources interrupted, trying again", broken);
        }
    }

    private void removeIntakes() {
        Optional<IntakeId> after = Optional.empty();
        List<Intake> page;
        do {
            page = await(definitions.leavingIntakes(after, PAGE));
            page.stream()
                    .filter(intake -> mirrors.reports(intake.id()).isRemoved())
                    .forEach(this::remove);
            after = page.isEmpty() ? after : Optional.of(page.getLast().id());
        } while (page.size() == PAGE);
    }

    private void removeRunners() {
        List<Runner> due = await(definitions.leavingRunners(PAGE));
        for (Runner runner : due) {
            remove(runner);
        }
    }

    private void remove(Runner runner) {
        try {
            await(changes.onRunnerFamily(runner.scope(), runner.id(), RunnerFamily::removeWhenEmpty));
            LOG.info("runner removed project={} runner={}", runner.scope().project(), runner.id());
        } catch (CompletionException broken) {
            LOG.warn("runner not removed yet, trying again runner={} errorCode=removal-failed", runner.id(), broken);
        }
    }

    /** One that cannot be removed must not hold up those after it. */
    private void remove(Intake intake) {
        try {
            await(changes.onIntakeFamily(intake.scope(), intake.id(), IntakeFamily::removeWhenEmpty));
            LOG.info("intake removed project={} intake={}", intake.scope().project(), intake.id());
        } catch (CompletionException broken) {
            LOG.warn("intake not removed yet, trying again intake={} errorCode=removal-failed", intake.id(), broken);
        }
    }

    private static <T> T await(CompletionStage<T> step) {
        return step.toCompletableFuture().join();
    }
}
