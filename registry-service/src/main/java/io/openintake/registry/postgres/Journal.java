package io.openintake.registry.postgres;

import io.openintake.contracts.ServiceName;
import io.openintake.contracts.event.Envelope;
import io.openintake.contracts.json.EnvelopeJson;
import io.openintake.registry.domain.Decision;
import io.openintake.registry.domain.KafkaEndpoint;
import io.openintake.registry.domain.Publication;
import io.openintake.registry.domain.Write;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/** Stores the writes of a decision, each with its publication, in the transaction that is under way. */
@Singleton
final class Journal {
    private final KafkaEndpoint endpoint;
    private final Clock clock;

    Journal(KafkaEndpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** Writes what the decision asks for; a refusal asks for nothing. */
    <T> Uni<Decision<T>> keep(Mutiny.Session session, Decision<T> decision) {
        return switch (decision) {
            case Decision.Refused<T> refused -> Uni.createFrom().item(refused);
            case Decision.Accepted<T> accepted -> {
                Uni<Void> written = Uni.createFrom().voidItem();
                for (Write write : accepted.writes()) {
                    written = written.chain(() -> store(session, write)).chain(() -> publish(session, write));
                }
                yield written.chain(session::flush).replaceWith(decision);
            }
        };
    }

    private static Uni<Void> store(Mutiny.Session session, Write write) {
        return switch (write) {
            case Write.RunnerSaved saved ->
                save(
                        session,
                        RunnerRow.class,
                        saved.runner().id().value(),
                        RunnerRow::new,
                        row -> row.set(saved.runner()));
            case Write.RunnerRemoved removed ->
                remove(session, RunnerRow.class, removed.runner().id().value());
            case Write.IntakeSaved saved ->
                save(
                        session,
                        IntakeRow.class,
                        saved.intake().id().value(),
                        IntakeRow::new,
                        row -> row.set(saved.intake()));
            case Write.IntakeRemoved removed ->
                remove(session, IntakeRow.class, removed.intake().id().value());
            case Write.CredentialSaved saved ->
                save(
                        session,
                        CredentialRow.class,
                        saved.credential().intake().value(),
                        CredentialRow::new,
                        row -> row.set(saved.credential()));
            case Write.CredentialRemoved removed ->
                remove(session, CredentialRow.class, removed.intake().value());
            case Write.UserSaved saved ->
                save(session, UserRow.class, saved.user().id().value(), UserRow::new, row -> row.set(saved.user()));
            case Write.UserRemoved removed ->
                remove(session, UserRow.class, removed.user().id().value());
        };
    }

    private Uni<Void> publish(Mutiny.Session session, Write write) {
        OutboxRow row = new OutboxRow();
        switch (Publication.of(write, endpoint)) {
            case Publication.Changed(var event) -> {
                row.topic = event.topic().topicName();
                row.key = event.key();
                row.version = event.version();
                row.payload = EnvelopeJson.write(
                        new Envelope(UUID.randomUUID().toString(), clock.instant(), ServiceName.REGISTRY, event));
            }
            case Publication.Removed(var topic, var key, var version) -> {
                row.topic = topic.topicName();
                row.key = key;
                row.version = version;
            }
        }
        return session.persist(row);
    }

    private static <R> Uni<Void> save(
            Mutiny.Session session, Class<R> type, UUID id, Supplier<R> fresh, Consumer<R> set) {
        return session.find(type, id).chain(found -> {
            if (found != null) {
                set.accept(found);
                return Uni.createFrom().voidItem();
            }
            R row = fresh.get();
            set.accept(row);
            return session.persist(row);
        });
    }

    private static <R> Uni<Void> remove(Mutiny.Session session, Class<R> type, UUID id) {
        return session.find(type, id)
                .chain(found -> found == null ? Uni.createFrom().voidItem() : session.remove(found));
    }
}
