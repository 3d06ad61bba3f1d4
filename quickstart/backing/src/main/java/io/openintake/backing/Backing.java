package io.openintake.backing;

import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts that the options ask for: started side by side, stopped in the reverse of the order they came up in. */
final class Backing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Backing.class);

    private final BackingOptions options;
    private final DataFolder data;
    private final ConcurrentLinkedDeque<AutoCloseable> running = new ConcurrentLinkedDeque<>();

    Backing(BackingOptions options, DataFolder data) {
        this.options = options;
        this.data = data;
    }

    /** Returns when every part serves requests; if one cannot, throws that part's failure. */
    Ready start() throws Exception {
        if (options.parts().contains(Part.POSTGRES)) {
            // first of all: it may hold the port that is wanted again
            OrphanedPostgres.stopIn(data.folder("postgres"));
        }
        var ports = Ports.choose(options);
        var credentials = data.credentials();
        try (var starters = Executors.newFixedThreadPool(Part.values().length)) {
            var kafka = begin(
                    starters, Part.KAFKA, () -> EmbeddedKafka.start(data.folder("kafka"), ports, options.kafka()));
            var postgres = begin(starters, Part.POSTGRES, () -> PostgresServer.start(data, ports.postgres()));
            var s3 = begin(starters, Part.S3, () -> S3Server.start(data.folder("s3"), ports.s3(), credentials));
            var catalog = begin(
                    starters,
                    Part.CATALOG,
                    () -> CatalogServer.start(
                            options, ports.catalog(), up(postgres).access(), up(s3).access(), credentials));
            return new Ready(
                    kafka == null ? null : up(kafka).address(),
                    kafka == null ? null : up(kafka).cluster(),
                    postgres == null ? null : up(postgres).access(),
                    s3 == null ? null : up(s3).access(),
                    catalog == null ? null : up(catalog).access());
        }
    }

    @Override
    public void close() {
        for (var part = running.pollLast(); part != null; part = running.pollLast()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("part not stopped part={}", part.getClass().getSimpleName(), e);
            }
        }
    }

    private <T extends AutoCloseable> @Nullable Future<T> begin(
            ExecutorService starters, Part part, Callable<T> starter) {
        if (!options.parts().contains(part)) {
            return null;
        }
        return starters.submit(() -> {
            var server = starter.call();
            running.add(server);
            return server;
        });
    }

    private static <T> T up(@Nullable Future<T> part) throws Exception {
        if (part == null) {
            throw new IllegalStateException("a part that another one needs was not started");
        }
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
