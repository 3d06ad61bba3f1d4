package io.openintake.gateway.kafka.serving;

import io.openintake.gateway.app.Directory;
import io.openintake.gateway.domain.Principal;
import java.util.Optional;

/** The one virtual broker that clients see: their runner's public address, unless the configuration overrides it. */
public final class Advertised {
    /** The id of the only node. */
    public static final int NODE_ID = 1;

    private static final int DEFAULT_PORT = 9_094;

    private final Directory directory;
    private final String clusterId;
    private final Optional<String> host;
    private final Optional<Integer> port;

    /** Host and port are overrides. */
    public Advertised(Directory directory, String clusterId, Optional<String> host, Optional<Integer> port) {
        this.directory = directory;
        this.clusterId = clusterId;
        this.host = host;
        this.port = port;
    }

    /** Where clients connect to. */
    public record Address(String host, int port) {}

    /** The id of this installation. */
    public String clusterId() {
        return clusterId;
    }

    /** The address for this user's clients. */
    public Address address(Principal principal) {
        Address ofRunner = parse(directory.host(principal.runner()).orElse("localhost"));
        return new Address(host.orElse(ofRunner.host), port.orElse(ofRunner.port));
    }

    /** {@code host}, {@code host:port} or {@code [v6]:port}. */
    static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        String host = hasPort ? text.substring(0, colon) : text;
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new Address(
                bracketed ? host.substring(1, host.length() - 1) : host,
                hasPort ? Integer.parseInt(text.substring(colon + 1)) : DEFAULT_PORT);
    }
}
