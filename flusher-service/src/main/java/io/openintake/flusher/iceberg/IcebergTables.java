package io.openintake.flusher.iceberg;

import io.openintake.contracts.CatalogAuth;
import io.openintake.flusher.app.IntakeTable;
import io.openintake.flusher.app.IntakeTables;
import io.openintake.flusher.iceberg.storage.Storage;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/** Tables in Iceberg REST catalogs; nothing but the stateless transport is shared between intakes. */
public final class IcebergTables implements IntakeTables {
    private static final String SHARED_THREADS = "iceberg.worker.num-threads";
    /**
     * Iceberg writes the manifests of all tables in one pool. It must have more threads than there are flushes, or a
     * store that hangs for some tenants would hold up the commits of all.
     */
    private static final String ENOUGH_THREADS = "64";

    static {
        // read once, when Iceberg's pool is first used
        System.setProperty(SHARED_THREADS, System.getProperty(SHARED_THREADS, ENOUGH_THREADS));
    }

    private final Destinations destinations;
    private final InstantSource clock;
    private final Duration requestLimit;
    private final Transport transport;

    /**
     * @param requestLimit for one request to a catalog or a token endpoint, its answer included; how long a store
     *     may be silent
     * @param clock tells when tokens and storage credentials are to be renewed
     */
    public IcebergTables(Destinations destinations, Duration requestLimit, InstantSource clock) {
        this.destinations = destinations;
        this.clock = clock;
        this.requestLimit = requestLimit;
        this.transport = new Transport(requestLimit);
    }

    @Override
    public IntakeTable connect(Access access) {
        Storage storage = new Storage(requestLimit, clock);
        CatalogSession catalog = new CatalogSession(access.target(), () -> client(access), storage);
        storage.renewBy(catalog::load);
        return new IcebergTable(access.intake(), catalog, storage);
    }

    private CatalogClient client(Access access) {
        URI base = destinations.check(withoutSlash(access.target().uri()));
        return new CatalogClient(transport, base, tokens(access), new CatalogAnswers(destinations));
    }

    private BearerTokens tokens(Access access) {
        return switch (access.auth()) {
            case CatalogAuth.None none -> BearerTokens.NONE;
            case CatalogAuth.Dremio dremio ->
                new DremioTokens(
                        transport,
                        destinations.check(dremio.tokenEndpoint()),
                        access.secret()
                                .orElseThrow(() -> new IllegalStateException(
                                        "no personal access token for intake " + access.intake())),
                        clock);
        };
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
}
