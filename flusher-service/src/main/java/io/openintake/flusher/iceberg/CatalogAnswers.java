package io.openintake.flusher.iceberg;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/**
 * A catalog belongs to a tenant and may be hostile: of the settings in its answers only those named here reach
 * Iceberg's client, which would otherwise load classes by name and send our credentials wherever an override points.
 */
final class CatalogAnswers {
    private static final Set<String> CATALOG_KEYS = Set.of("prefix", "namespace-separator");
    private static final String ENDPOINT = "s3.endpoint";
    private static final Set<String> STORAGE_KEYS = Set.of(
            "s3.access-key-id",
            "s3.secret-access-key",
            "s3.session-token",
            "s3.session-token-expires-at-ms",
            "s3.path-style-access",
            "client.region",
            ENDPOINT);

    private final Destinations destinations;

    CatalogAnswers(Destinations destinations) {
        this.destinations = destinations;
    }

    /** The answer without everything that was not asked for. */
    <T extends RESTResponse> T clean(T answer, Class<T> type) {
        if (answer instanceof ConfigResponse config) {
            return type.cast(ConfigResponse.builder()
                    .withDefaults(allowed(config.defaults()))
                    .withOverrides(allowed(config.overrides()))
                    .withEndpoints(config.endpoints())
                    .build());
        }
        if (answer.getClass() == LoadTableResponse.class) {
            LoadTableResponse table = (LoadTableResponse) answer;
            Map<String, String> settings = allowed(table.config());
            // the most specific credentials for where the table lies, as plain settings: our storage takes no others
            table.credentials().stream()
                    .filter(each -> table.tableMetadata().location().startsWith(each.prefix()))
                    .max(Comparator.comparingInt(
                            (Credential each) -> each.prefix().length()))
                    .ifPresent(best -> settings.putAll(allowed(best.config())));
            return type.cast(LoadTableResponse.builder()
                    .withTableMetadata(table.tableMetadata())
                    .addAllConfig(settings)
                    .build());
        }
        return answer;
    }

    private Map<String, String> allowed(Map<String, String> settings) {
        Map<String, String> allowed = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            if (value != null && (STORAGE_KEYS.contains(key) || CATALOG_KEYS.contains(key))) {
                allowed.put(key, value);
            }
        });
        if (allowed.containsKey(ENDPOINT)) {
            destinations.check(allowed.get(ENDPOINT));
        }
        if (allowed.getOrDefault("prefix", "").contains("..")) {
            throw new Destinations.Forbidden("its prefix climbs");
        }
        return allowed;
    }
}
