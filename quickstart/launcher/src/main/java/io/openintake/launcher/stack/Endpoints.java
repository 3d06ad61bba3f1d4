package io.openintake.launcher.stack;

import io.openintake.contracts.ServiceName;
import io.openintake.launcher.folder.Loopback;
import io.openintake.launcher.folder.Port;
import io.openintake.launcher.folder.Ports;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where a running whole is reached.
 *
 * @param kafka the gateway's address for Kafka clients, TLS
 * @param authority the certificate that those clients trust, PEM
 * @param token the file with the bearer token of the HTTP APIs
 */
public record Endpoints(Ports ports, String kafka, Path authority, Path token, Backing backing) {
    /** The region of the quickstart's resources. */
    public static final String REGION = "local";

    /** The root of a service's HTTP API. */
    public URI http(ServiceName service) {
        return URI.create("http://%s:%d".formatted(Loopback.HOST, ports.number(Port.ofHttp(service))));
    }
}
