package io.openintake.registry.domain;

import io.openintake.contracts.InternalTopic;
import io.openintake.contracts.event.Event;

/** What a {@link Write} tells the other services. */
public sealed interface Publication {
    /** The key has this state now. */
    record Changed(Event event) implements Publication {}

    /** The key is gone; the version is above that of its last state. */
    record Removed(InternalTopic topic, String key, long version) implements Publication {}

    /** The publication that belongs to the write. */
    static Publication of(Write write, KafkaEndpoint endpoint) {
        return switch (write) {
            case Write.RunnerSaved saved -> new Changed(saved.runner().definition(endpoint));
            case Write.RunnerRemoved removed -> {
                Runner runner = removed.runner();
                yield new Removed(InternalTopic.REGISTRY_EVENTS, runner.id().toString(), runner.version() + 1);
            }
            case Write.IntakeSaved saved -> new Changed(saved.intake().definition());
            case Write.IntakeRemoved removed -> {
                Intake intake = removed.intake();
                yield new Removed(InternalTopic.REGISTRY_EVENTS, intake.id().toString(), intake.version() + 1);
            }
            case Write.CredentialSaved saved -> new Changed(saved.credential());
            case Write.CredentialRemoved removed ->
                new Removed(InternalTopic.SECRETS, removed.intake().toString(), removed.version());
            case Write.UserSaved saved -> new Changed(saved.user().definition());
            case Write.UserRemoved removed -> {
                User user = removed.user();
                yield new Removed(InternalTopic.USERS, user.id().toString(), user.version() + 1);
            }
        };
    }
}
