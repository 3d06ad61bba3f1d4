package io.openintake.flusher.iceberg;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table's operations that know one version of it and never fetch another: what is planned on them is planned on that
 * version, and the catalog's compare-and-swap tells whether it still is the table's.
 */
final class PinnedOperations implements TableOperations {
    private final TableOperations catalog;
    private final TableMetadata version;

    PinnedOperations(TableOperations catalog, TableMetadata version) {
        this.catalog = catalog;
        this.version = version;
    }

    @Override
    public TableMetadata current() {
        return version;
    }

    @Override
    public TableMetadata refresh() {
        return version;
    }

    /** Posts, once. */
    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        catalog.commit(base, metadata);
    }

    @Override
    public FileIO io() {
        return catalog.io();
    }

    @Override
    public EncryptionManager encryption() {
        return catalog.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return catalog.metadataFileLocation(fileName);
    }

    /** Iceberg's own layouts only: a property could name any class of ours. */
    @Override
    public LocationProvider locationProvider() {
        Map<String, String> properties = new HashMap<>(version.properties());
        properties.remove(TableProperties.WRITE_LOCATION_PROVIDER_IMPL);
        return LocationProviders.locationsFor(version.location(), properties);
    }
}
