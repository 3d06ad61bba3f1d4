package io.openintake.flusher.iceberg;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.FileIO;

/** One intake's connections to S3, by the settings that its catalog gave. */
final class Storage implements AutoCloseable {
    /** Catalogs may give new credentials with every answer; older ones are still in use for a while. */
    private static final int MAX_CONNECTIONS = 8;

    private static final Set<String> KEYS = Set.of(
            "s3.access-key-id",
            "s3.secret-access-key",
            "s3.session-token",
            "s3.path-style-access",
            "s3.endpoint",
            "client.region");

    private final Deque<Connection> connections = new ArrayDeque<>();

    /** A connection with these settings, and those that nobody may change. */
    synchronized FileIO connect(Map<String, String> given) {
        Map<String, String> settings = new HashMap<>(given);
        settings.keySet().retainAll(KEYS);
        for (Connection known : connections) {
            if (known.settings.equals(settings)) {
                return new KeepingFileIO(known.io);
            }
        }
        if (connections.size() == MAX_CONNECTIONS) {
            connections.removeLast().io.close();
        }
        S3FileIO io = new S3FileIO();
        io.initialize(complete(settings));
        connections.addFirst(new Connection(settings, io));
        return new KeepingFileIO(io);
    }

    private static Map<String, String> complete(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("s3.delete-enabled", "false");
        all.put("http-client.type", "urlconnection");
        // the region and the credentials of this machine are never lent to a tenant
        all.putIfAbsent("client.region", "us-east-1");
        if (!all.containsKey("s3.access-key-id")) {
            all.put(
                    "client.credentials-provider",
                    "software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider");
        }
        return all;
    }

    @Override
    public synchronized void close() {
        connections.forEach(each -> each.io.close());
        connections.clear();
    }

    private record Connection(Map<String, String> settings, S3FileIO io) {}
}
