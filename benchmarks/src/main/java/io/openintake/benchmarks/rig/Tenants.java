package io.openintake.benchmarks.rig;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.InternalTopics;
import io.openintake.contracts.Bytes;
import io.openintake.contracts.ScramVerifier;
import io.openintake.contracts.ServiceName;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/** Stands in for registry and buffer-service: defines tenants before a gateway starts, and reports room for them. */
final class Tenants implements AutoCloseable {
    private static final int ITERATIONS = 4_096;

    private final EventPublisher registry;
    private final EventPublisher buffer;
    private final ScramVerifier sha256 = verifier(ScramMechanism.SCRAM_SHA_256);
    private final ScramVerifier sha512 = verifier(ScramMechanism.SCRAM_SHA_512);

    private Tenants(EventPublisher registry, EventPublisher buffer) {
        this.registry = registry;
        this.buffer = buffer;
    }

    static Tenants of(String bootstrap) throws InterruptedException {
        return new Tenants(publisher(ServiceName.REGISTRY, bootstrap), publisher(ServiceName.BUFFER, bootstrap));
    }

    /** Tenants of a gateway at this endpoint. */
    Deque<Tenant> define(int count, String endpoint) {
        Deque<Tenant> tenants = new ArrayDeque<>();
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Tenant tenant = Tenant.make();
            tenant.definitions(endpoint, sha256, sha512)
                    .forEach(event -> published.add(registry.publish(event).toCompletableFuture()));
            tenants.add(tenant);
        }
        published.forEach(CompletableFuture::join);
        return tenants;
    }

    void room(Tenant tenant) {
        buffer.publish(tenant.room(1)).toCompletableFuture().join();
    }

    @Override
    public void close() {
        registry.close();
        buffer.close();
    }

    private static EventPublisher publisher(ServiceName service, String bootstrap) throws InterruptedException {
        BusConnection connection = new BusConnection(service, Map.of("bootstrap.servers", bootstrap), (short) 1);
        InternalTopics.ensure(connection);
        return new EventPublisher(connection, Clock.systemUTC());
    }

    private static ScramVerifier verifier(ScramMechanism mechanism) {
        try {
            ScramCredential made = new ScramFormatter(mechanism).generateCredential(Tenant.PASSWORD, ITERATIONS);
            return new ScramVerifier(
                    Bytes.of(made.salt()), Bytes.of(made.storedKey()), Bytes.of(made.serverKey()), made.iterations());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
