package io.openintake.flusher;

import io.openintake.bus.BusConnection;
import io.openintake.bus.InternalTopics;
import io.openintake.contracts.ServiceName;
import io.openintake.flusher.app.convert.RowConversion;
import io.openintake.flusher.http.FlusherReadiness;
import io.openintake.flusher.iceberg.Destinations;
import io.openintake.flusher.iceberg.IcebergTables;
import io.openintake.flusher.json.StrictJson;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.InterruptException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.health.Readiness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the flusher with the process, and ends it with it. */
@ApplicationScoped
public class FlusherService {
    private static final Logger LOG = LoggerFactory.getLogger(FlusherService.class);
    private static final String KEYS_FILE = "intake.keys.file";
    private static final int EXIT_FENCED = 3;

    private final Config settings;
    private final FlusherConfig config;
    private final FlusherMetrics metrics;
    private final FlusherReadiness readiness;
    private final Thread thread = Thread.ofPlatform().name("flusher-start").unstarted(this::run);
    private volatile Optional<FlusherRuntime> runtime = Optional.empty();

    public FlusherService(
            Config settings, FlusherConfig config, FlusherMetrics metrics, @Readiness FlusherReadiness readiness) {
        this.settings = settings;
        this.config = config;
        this.metrics = metrics;
        this.readiness = readiness;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.interrupt();
        thread.join();
        runtime.ifPresent(FlusherRuntime::close);
    }

    private void run() {
        BusConnection connection = connection();
        try {
            InternalTopics.awaitAndEnsure(connection);
            FlusherRuntime started = new FlusherRuntime(config, parts(connection));
            runtime = Optional.of(started);
            readiness.follow(started::isReady);
            started.start();
        } catch (InterruptedException | InterruptException stopping) {
            LOG.debug("stopped while starting");
        } catch (RuntimeException unusable) {
            LOG.error("flusher cannot start", unusable);
            Quarkus.asyncExit(1);
        }
    }

    private FlusherRuntime.Parts parts(BusConnection connection) {
        Destinations destinations = new Destinations(config.trustedHosts().orElse(Set.of()));
        StrictJson json = new StrictJson();
        return new FlusherRuntime.Parts(
                connection,
                settings.getOptionalValue(KEYS_FILE, Path.class).map(KeyFile::read),
                new IcebergTables(destinations, config.requestTimeout(), Clock.systemUTC()),
                () -> new RowConversion(json),
                metrics,
                Failpoints.load(),
                () -> Quarkus.asyncExit(EXIT_FENCED));
    }

    private BusConnection connection() {
        return BusConnection.configured(
                ServiceName.FLUSHER,
                settings.getPropertyNames(),
                name -> settings.getOptionalValue(name, String.class));
    }
}
