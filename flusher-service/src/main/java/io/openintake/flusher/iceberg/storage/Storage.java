package io.openintake.flusher.iceberg.storage;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.io.FileIO;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** One intake's connections to S3, by the settings that its catalog gave; no other setting reaches them. */
public final class Storage implements AutoCloseable {
    /** A catalog moves a table's files hardly ever; older places are still in use for a while. */
    private static final int MAX_CONNECTIONS = 8;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int MAX_ATTEMPTS = 3;
    /** A whole call with its attempts, in request limits: a large file must go through a slow line. */
    private static final int CALL_LIMITS = 6;
    /** Larger than any file of ours: the parts of all tenants' files would share a few threads. */
    private static final int PART_BYTES = 256 * 1024 * 1024;

    private static final String DEFAULT_REGION = "us-east-1";
    private static final Map<String, String> SETTINGS = Map.of(
            "s3.delete-enabled",
            "false",
            "http-client.type",
            "urlconnection",
            "init-creation-stacktrace",
            "false",
            "client.region",
            DEFAULT_REGION,
            "s3.multipart.part-size-bytes",
            Integer.toString(PART_BYTES));

    private final Duration requestLimit;
    private final InstantSource clock;
    private final Deque<Connection> connections = new ArrayDeque<>();
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private volatile Runnable renewal = () -> {};

    /**
     * @param requestLimit how long the store may be silent
     * @param clock tells when credentials are to be renewed
     */
    public Storage(Duration requestLimit, InstantSource clock) {
        this.requestLimit = requestLimit;
        this.clock = clock;
    }

    private record Place(Optional<String> endpoint, String region, boolean pathStyle) {
        static Place of(Map<String, String> settings) {
            return new Place(
                    Optional.ofNullable(settings.get("s3.endpoint")),
                    settings.getOrDefault("client.region", DEFAULT_REGION),
                    Boolean.parseBoolean(settings.get("s3.path-style-access")));
        }
    }

    private record Connection(Place place, LentCredentials credentials, S3FileIO io) {}

    /** Who is asked for new credentials; the answer comes by {@link #connect}. */
    public void renewBy(Runnable asking) {
        renewal = asking;
    }

    /** A connection with these settings, and those that nobody may change. Its credentials are always the newest. */
    public synchronized FileIO connect(Map<String, String> settings) {
        Place place = Place.of(settings);
        for (Connection known : connections) {
            if (known.place.equals(place)) {
                known.credentials.lend(settings);
                return new KeepingFileIO(known.io, givenUp);
            }
        }
        if (connections.size() == MAX_CONNECTIONS) {
            connections.removeLast().io.close();
        }
        LentCredentials credentials = new LentCredentials(settings, clock, () -> renewal.run());
        S3FileIO io = new S3FileIO(() -> client(place, credentials));
        io.initialize(SETTINGS);
        connections.addFirst(new Connection(place, credentials, io));
        return new KeepingFileIO(io, givenUp);
    }

    private S3Client client(Place place, LentCredentials credentials) {
        S3ClientBuilder client = S3Client.builder()
                .credentialsProvider(credentials)
                .region(Region.of(place.region()))
                .forcePathStyle(place.pathStyle())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_LIMIT)
                        .socketTimeout(requestLimit))
                .overrideConfiguration(limits -> limits.addExecutionInterceptor(new WhileWanted(givenUp))
                        .apiCallTimeout(requestLimit.multipliedBy(CALL_LIMITS))
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(MAX_ATTEMPTS)
                                .build()));
        place.endpoint().map(URI::create).ifPresent(client::endpointOverride);
        return client.build();
    }

    /** Lets nothing through for which nobody waits any more. */
    private record WhileWanted(AtomicBoolean givenUp) implements ExecutionInterceptor {
        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            if (givenUp.get()) {
                throw SdkClientException.create("given up");
            }
        }
    }

    @Override
    public synchronized void close() {
        connections.forEach(each -> each.io.close());
        connections.clear();
    }
}
