package io.openintake.flusher.iceberg.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * What the catalog lent last, for every request that follows, also in the middle of a file. Before it expires the
 * catalog is asked again; if that does not work, the store itself says how long the old ones are good.
 */
final class LentCredentials implements AwsCredentialsProvider {
    private static final Logger LOG = Logger.getLogger(LentCredentials.class);
    private static final Duration MAX_MARGIN = Duration.ofMinutes(2);
    /** Every request to the store asks for credentials; the catalog is not asked that often. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Runnable renewal;
    private final Object renewing = new Object();
    private volatile Lease lease;

    /**
     * @param renewal asks the catalog, whose answer then comes by {@link #lend}
     */
    LentCredentials(Map<String, String> settings, InstantSource clock, Runnable renewal) {
        this.clock = clock;
        this.renewal = renewal;
        this.lease = lease(settings);
    }

    /** Credentials and when to ask for others; never again when they do not expire. */
    private record Lease(AwsCredentials credentials, Optional<Instant> renewAt) {
        boolean isDue(Instant now) {
            return renewAt.filter(time -> !now.isBefore(time)).isPresent();
        }

        Lease triedAt(Instant now) {
            return new Lease(credentials, Optional.of(now.plus(BETWEEN_TRIES)));
        }
    }

    void lend(Map<String, String> settings) {
        lease = lease(settings);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        if (lease.isDue(clock.instant())) {
            synchronized (renewing) {
                renew();
            }
        }
        return lease.credentials();
    }

    private void renew() {
        Lease old = lease;
        Instant now = clock.instant();
        if (!old.isDue(now)) {
            return;
        }
        try {
            renewal.run();
        } catch (RuntimeException notNow) {
            LOG.warnf(
                    "storage credentials not renewed yet exception=%s",
                    notNow.getClass().getName());
        }
        if (lease.isDue(now)) {
            lease = lease.triedAt(now);
        }
    }

    private Lease lease(Map<String, String> settings) {
        String key = settings.get("s3.access-key-id");
        String secret = settings.get("s3.secret-access-key");
        String token = settings.get("s3.session-token");
        if (key == null || secret == null) {
            // the credentials of this machine are never lent to a tenant
            return new Lease(AnonymousCredentialsProvider.create().resolveCredentials(), Optional.empty());
        }
        AwsCredentials credentials = token == null
                ? AwsBasicCredentials.create(key, secret)
                : AwsSessionCredentials.create(key, secret, token);
        return new Lease(credentials, renewAt(settings.getOrDefault("s3.session-token-expires-at-ms", "")));
    }

    private Optional<Instant> renewAt(String expiresAtMs) {
        if (!expiresAtMs.matches("[0-9]{1,15}")) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Instant end = Instant.ofEpochMilli(Long.parseLong(expiresAtMs));
        Duration half = Duration.between(now, end).dividedBy(2);
        return Optional.of(end.minus(half.compareTo(MAX_MARGIN) < 0 ? half : MAX_MARGIN));
    }
}
