package io.openintake.registry.postgres;

import io.openintake.registry.app.TemporarilyUnavailable;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;

/** Runs work in a transaction, on a context of its own, so that callers may be on any thread. */
@Singleton
final class Transactions {
    private final Mutiny.SessionFactory sessions;
    private final Vertx vertx;

    Transactions(Mutiny.SessionFactory sessions, Vertx vertx) {
        this.sessions = sessions;
        this.vertx = vertx;
    }

    /**
     * Commits if the work succeeds; fails with {@link TemporarilyUnavailable} when the database does not do its part.
     */
    <T> CompletionStage<T> run(Function<Mutiny.Session, Uni<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(started -> {
            var unused = sessions.withTransaction(work)
                    .subscribe()
                    .with(result::complete, failure -> result.completeExceptionally(judged(failure)));
        });
        return result;
    }

    private static Throwable judged(Throwable failure) {
        boolean bug = failure instanceof ConstraintViolationException;
        boolean ofTheDatabase = failure instanceof PersistenceException
                || failure instanceof IOException
                || failure instanceof VertxException
                || failure.getClass().getName().startsWith("io.vertx.");
        return ofTheDatabase && !bug ? new TemporarilyUnavailable("the database does not answer", failure) : failure;
    }
}
