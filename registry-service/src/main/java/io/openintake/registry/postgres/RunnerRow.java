package io.openintake.registry.postgres;

import io.openintake.contracts.Capacity;
import io.openintake.contracts.Lifecycle;
import io.openintake.contracts.ProjectId;
import io.openintake.contracts.RunnerId;
import io.openintake.registry.domain.Runner;
import io.openintake.registry.domain.Scope;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A stored {@link Runner}. */
@Entity
@Table(name = "runner")
@SuppressWarnings("NullAway.Init")
class RunnerRow {
    @Id
    UUID id;

    UUID project;
    String region;

    @Embedded
    ProfileColumns profile;

    @Column(name = "max_messages_per_hour")
    int maxMessagesPerHour;

    @Column(name = "max_message_size_kib")
    int maxMessageSizeKiB;

    String lifecycle;
    long version;
    Instant created;

    void set(Runner runner) {
        id = runner.id().value();
        project = runner.scope().project().value();
        region = runner.scope().region();
        profile = ProfileColumns.of(runner.profile());
        maxMessagesPerHour = runner.capacity().maxMessagesPerHour();
        maxMessageSizeKiB = runner.capacity().maxMessageSizeKiB();
        lifecycle = runner.lifecycle().text();
        version = runner.version();
        created = runner.created();
    }

    Runner runner() {
        return new Runner(
                new RunnerId(id),
                scope(),
                profile.profile(),
                new Capacity(maxMessagesPerHour, maxMessageSizeKiB),
                TextForm.parse(Lifecycle.values(), Lifecycle::text, lifecycle),
                version,
                created);
    }

    Scope scope() {
        return new Scope(new ProjectId(project), region);
    }
}
