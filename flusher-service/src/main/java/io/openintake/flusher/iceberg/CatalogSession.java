package io.openintake.flusher.iceberg;

import io.openintake.contracts.TableTarget;
import io.openintake.flusher.iceberg.storage.Storage;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SessionCatalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.rest.RESTSessionCatalog;
import org.apache.iceberg.rest.auth.AuthProperties;
import org.jspecify.annotations.Nullable;

/** One intake's catalog: connected at first use, and again after a failure to. */
final class CatalogSession implements AutoCloseable {
    private static final SessionCatalog.SessionContext NOBODY = SessionCatalog.SessionContext.createEmpty();

    private final TableTarget target;
    private final Supplier<CatalogClient> client;
    private final Storage storage;
    private final TableIdentifier table;
    private @Nullable RESTSessionCatalog connected;

    CatalogSession(TableTarget target, Supplier<CatalogClient> client, Storage storage) {
        this.target = target;
        this.client = client;
        this.storage = storage;
        this.table = TableIdentifier.of(Namespace.of(target.namespace().split("\\.")), target.table());
    }

    Table load() {
        return catalog().loadTable(NOBODY, table);
    }

    /** A builder for the table, once its namespace is there. */
    org.apache.iceberg.catalog.Catalog.TableBuilder builder(org.apache.iceberg.Schema schema) {
        String[] levels = table.namespace().levels();
        for (int depth = 1; depth <= levels.length; depth++) {
            ensure(Namespace.of(Arrays.copyOf(levels, depth)));
        }
        return catalog().buildTable(NOBODY, table, schema);
    }

    private void ensure(Namespace namespace) {
        if (catalog().namespaceExists(NOBODY, namespace)) {
            return;
        }
        try {
            // not Map.of(): Iceberg looks a null key up in it
            catalog().createNamespace(NOBODY, namespace, new HashMap<>());
        } catch (AlreadyExistsException somebodyWasFaster) {
            // as good as ours
            return;
        } catch (ServiceFailureException failed) {
            // catalogs over a database also say so when somebody was faster
            if (!catalog().namespaceExists(NOBODY, namespace)) {
                throw failed;
            }
        }
    }

    private synchronized RESTSessionCatalog catalog() {
        RESTSessionCatalog known = connected;
        if (known == null) {
            // the address is checked here, where a refusal can be told, and never taken from the catalog's answers
            CatalogClient checked = client.get();
            RESTSessionCatalog fresh =
                    new RESTSessionCatalog(settings -> checked, (context, settings) -> storage.connect(settings));
            fresh.initialize("intake", settings());
            connected = fresh;
            known = fresh;
        }
        return known;
    }

    private Map<String, String> settings() {
        if (target.warehouse().startsWith("env:")) {
            // Iceberg would put the environment variable of that name in its place, and send it to the catalog
            throw new Destinations.Forbidden("the warehouse's name starts with env:");
        }
        Map<String, String> settings = new HashMap<>();
        settings.put(CatalogProperties.WAREHOUSE_LOCATION, target.warehouse());
        settings.put(AuthProperties.AUTH_TYPE, AuthProperties.AUTH_TYPE_NONE);
        settings.put("rest-metrics-reporting-enabled", "false");
        settings.put("snapshot-loading-mode", "all");
        return settings;
    }

    @Override
    public synchronized void close() {
        if (connected != null) {
            try {
                connected.close();
            } catch (IOException nothingToLose) {
                connected = null;
            }
        }
        connected = null;
    }
}
