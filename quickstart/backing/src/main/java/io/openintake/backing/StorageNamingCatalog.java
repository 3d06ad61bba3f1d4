package io.openintake.backing;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.HTTPRequest;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/** Iceberg's own REST catalog, whose answers also tell clients where and with which keys they reach the table files. */
final class StorageNamingCatalog extends RESTCatalogAdapter {
    private final Map<String, String> storage;

    StorageNamingCatalog(Catalog catalog, Map<String, String> storage) {
        super(catalog);
        // Iceberg's answers ask it for a null key, which an immutable map refuses
        this.storage = new HashMap<>(storage);
    }

    @Override
    protected <T extends RESTResponse> T execute(
            HTTPRequest request,
            Class<T> responseType,
            Consumer<ErrorResponse> errors,
            Consumer<Map<String, String>> headers) {
        T answer = super.execute(request, responseType, errors, headers);
        // the exact types: what extends them carries more than is copied here
        if (answer instanceof LoadTableResponse table) {
            return responseType.cast(withStorage(table));
        }
        if (answer instanceof ConfigResponse config) {
            return responseType.cast(withStorage(config));
        }
        return answer;
    }

    private LoadTableResponse withStorage(LoadTableResponse table) {
        return LoadTableResponse.builder()
                .withTableMetadata(table.tableMetadata())
                .addAllConfig(table.config())
                .addAllConfig(storage)
                .addAllCredentials(table.credentials())
                .build();
    }

    private ConfigResponse withStorage(ConfigResponse config) {
        var builder = ConfigResponse.builder()
                .withEndpoints(config.endpoints())
                .withDefaults(config.defaults())
                .withOverrides(config.overrides())
                .withOverrides(storage);
        return builder.build();
    }
}
