package io.openintake.buffer;

import io.openintake.buffer.app.BufferLoop;
import io.openintake.buffer.app.Inputs;
import io.openintake.buffer.app.Meters;
import io.openintake.buffer.kafka.KafkaFeeds;
import io.openintake.buffer.kafka.KafkaLogs;
import io.openintake.buffer.kafka.KafkaReports;
import io.openintake.buffer.kafka.KafkaTopics;
import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.InternalTopics;
import io.openintake.bus.StatusReporter;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole service but for its HTTP side, on one thread: waits for the cluster, then runs the loop until closed. */
final class RunningBuffer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningBuffer.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final BusConnection connection;
    private final BufferLoop.Settings settings;
    private final Meters meters;
    private final Thread thread = Thread.ofPlatform().name("buffer-loop").unstarted(this::run);
    private volatile @Nullable BufferLoop loop;

    private RunningBuffer(BusConnection connection, BufferLoop.Settings settings, Meters meters) {
        this.connection = connection;
        this.settings = settings;
        this.meters = meters;
    }

    static RunningBuffer start(BusConnection connection, BufferLoop.Settings settings, Meters meters) {
        RunningBuffer buffer = new RunningBuffer(connection, settings, meters);
        buffer.thread.start();
        return buffer;
    }

    /** Whether everything said before the start is known and every end offset was read once. */
    boolean isReady() {
        BufferLoop running = loop;
        return running != null && running.isReady();
    }

    @Override
    public void close() {
        BufferLoop running = loop;
        if (running != null) {
            running.stop();
        } else {
            thread.interrupt();
        }
        try {
            thread.join(STOP_PATIENCE);
            thread.interrupt();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            InternalTopics.awaitAndEnsure(connection);
            work();
        } catch (InterruptedException | InterruptException stopping) {
            LOG.debug("buffer stopped");
        }
    }

    private void work() {
        Inputs inputs = new Inputs();
        try (Admin admin = connection.admin();
                EventPublisher publisher = new EventPublisher(connection, Clock.systemUTC());
                StatusReporter status = new StatusReporter(connection, publisher);
                KafkaFeeds feeds = new KafkaFeeds(connection, publisher, inputs::add)) {
            BufferLoop running = new BufferLoop(
                    inputs,
                    () -> feeds.isCaughtUp() && status.ready().isDone(),
                    new BufferLoop.Ports(
                            new KafkaTopics(admin),
                            new KafkaLogs(admin),
                            new KafkaReports(status, publisher, inputs::add),
                            meters),
                    settings,
                    Clock.systemUTC());
            loop = running;
            running.run();
        }
    }
}
