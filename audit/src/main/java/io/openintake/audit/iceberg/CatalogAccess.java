package io.openintake.audit.iceberg;

import io.openintake.audit.domain.TableFacts;
import io.openintake.contracts.IntakeId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.RESTCatalog;

/** Reads tables through their REST catalog. */
public final class CatalogAccess implements AutoCloseable {
    private final RESTCatalog catalog = new RESTCatalog();

    /** How much of a table is read. */
    public enum Depth {
        /** Metadata, and whether each file is there. */
        FILES,
        /** Every row too. */
        ROWS
    }

    /**
     * @param properties of Iceberg's REST catalog: {@code uri}, {@code warehouse}, {@code credential}, {@code s3.*} and
     *     so on
     */
    public CatalogAccess(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "io-impl", "org.apache.iceberg.aws.s3.S3FileIO",
                "http-client.type", "urlconnection",
                "rest-metrics-reporting-enabled", "false",
                "s3.delete-enabled", "false"));
        all.putAll(properties);
        catalog.initialize("audit", all);
    }

    /** The table's facts; empty when there is no such table. */
    public Optional<TableFacts> read(String namespace, String table, IntakeId intake, Depth depth) throws IOException {
        TableIdentifier name = TableIdentifier.of(Namespace.of(namespace.split("\\.", -1)), table);
        try {
            return Optional.of(new TableReading((BaseTable) catalog.loadTable(name), intake).facts(depth));
        } catch (NoSuchTableException | NoSuchNamespaceException absent) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        catalog.close();
    }
}
