package io.openintake.backing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.rest.RESTCatalog;

/** Ways in which a client reaches the catalog. */
final class CatalogClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private CatalogClient() {}

    /** Knows the address alone: everything about S3 comes from the catalog's answers. */
    static RESTCatalog connect(JsonNode ready, Map<String, String> further) {
        var properties = new HashMap<String, String>();
        properties.put("uri", ready.at("/catalog/uri").textValue());
        properties.put("warehouse", ready.at("/catalog/warehouse").textValue());
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("http-client.type", "urlconnection");
        properties.put("rest-metrics-reporting-enabled", "false");
        properties.putAll(further);
        var catalog = new RESTCatalog();
        catalog.initialize("test", properties);
        return catalog;
    }

    static HttpResponse<String> exchange(JsonNode ready, String personalAccessToken)
            throws IOException, InterruptedException {
        var form = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
                + "&subject_token_type=urn:ietf:params:oauth:token-type:dremio:personal-access-token"
                + "&scope=dremio.all&subject_token=" + personalAccessToken;
        return HTTP.send(
                HttpRequest.newBuilder(
                                URI.create(ready.at("/catalog/tokenEndpoint").textValue()))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static int orderFaults(JsonNode ready, String query) throws IOException, InterruptedException {
        var order = URI.create(ready.at("/catalog/uri").textValue() + "/__fault?" + query);
        var request = HttpRequest.newBuilder(order)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
