package io.openintake.flusher;

import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.StatusReporter;
import io.openintake.contracts.secret.CredentialCipher;
import io.openintake.flusher.app.BatchConversion;
import io.openintake.flusher.app.Definitions;
import io.openintake.flusher.app.IntakeTables;
import io.openintake.flusher.app.Meters;
import io.openintake.flusher.app.flush.TableConnections;
import io.openintake.flusher.app.flush.Workbench;
import io.openintake.flusher.app.loop.FlushEngine;
import io.openintake.flusher.app.loop.FlushLoop;
import io.openintake.flusher.app.loop.LoopSettings;
import io.openintake.flusher.app.loop.Requests;
import io.openintake.flusher.domain.FlushLimits;
import io.openintake.flusher.domain.Schedule;
import io.openintake.flusher.kafka.KafkaBacklogs;
import io.openintake.flusher.kafka.KafkaInputs;
import io.openintake.flusher.kafka.KafkaReports;
import io.openintake.flusher.kafka.KafkaSourceTopic;
import io.openintake.flusher.kafka.KafkaStateLog;
import io.openintake.flusher.kafka.KafkaStoredStates;
import io.openintake.flusher.kafka.ReadLimits;
import io.openintake.flusher.kafka.SlotConsumer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One flusher, put together: mirrors first, then the group, then the loop. Closes in the opposite order. */
final class FlusherRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlusherRuntime.class);
    private static final Duration READ_PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MS = 50;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final FlusherConfig config;
    private final Parts parts;
    private final FlushEngine engine;
    private final SlotConsumer slots;
    private final KafkaInputs inputs;
    private final StatusReporter status;
    private final List<KafkaStateLog> logs = new ArrayList<>();
    private final List<Workbench> benches = new ArrayList<>();
    private volatile boolean stopping;

    /**
     * What a flusher is made of beside Kafka.
     *
     * @param cipher opens catalog credentials
     * @param onFenced called when another process took this flusher's ordinal
     */
    record Parts(
            BusConnection connection,
            Optional<CredentialCipher> cipher,
            IntakeTables tables,
            Supplier<BatchConversion> conversions,
            Meters meters,
            Consumer<String> failpoints,
            Runnable onFenced) {}

    FlusherRuntime(FlusherConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
        BusConnection connection = parts.connection();
        Definitions definitions = new Definitions(parts.cipher());
        Requests requests = new Requests();
        Admin admin = opening(connection.admin());
        EventPublisher publisher = opening(new EventPublisher(connection, Clock.systemUTC()));
        this.status = opening(new StatusReporter(connection, publisher));
        this.inputs = opening(new KafkaInputs(
                connection,
                publisher,
                definitions,
                new KafkaInputs.CommandListener(requests::remember, requests::heard)));
        this.slots = opening(new SlotConsumer(connection, config.ordinal(), parts.onFenced()));
        this.engine = new FlushEngine(
                new FlushLoop.Ports(slots, new KafkaBacklogs(admin), definitions, requests, parts.meters()),
                new KafkaStoredStates(connection),
                new KafkaReports(status),
                Clock.systemUTC(),
                settings());
        TableConnections connections = opening(new TableConnections(parts.tables(), definitions));
        for (int worker = 0; worker < config.parallelDrains(); worker++) {
            benches.add(bench(worker, connections, admin));
        }
    }

    private Workbench bench(int worker, TableConnections connections, Admin admin) {
        BusConnection connection = parts.connection();
        KafkaStateLog log = opening(new KafkaStateLog(connection, slots, config.ordinal(), worker, parts.failpoints()));
        logs.add(log);
        return new Workbench(
                slots,
                log,
                opening(new KafkaSourceTopic(connection, admin, worker, readLimits())),
                connections,
                parts.conversions(),
                parts.meters(),
                Clock.systemUTC(),
                parts.failpoints(),
                () -> stopping);
    }

    private <T extends AutoCloseable> T opening(T one) {
        opened.push(one);
        return one;
    }

    private ReadLimits readLimits() {
        FlusherConfig.Batch batch = config.batch();
        return new ReadLimits(batch.rows(), batch.bytes(), batch.bufferBytes(), READ_PATIENCE);
    }

    private LoopSettings settings() {
        FlusherConfig.Batch batch = config.batch();
        // seen one sweep late, started one sweep late: both count
        Duration firstWait = config.firstFlush().minus(config.sweepInterval().multipliedBy(2));
        return new LoopSettings(
                config.sweepInterval(),
                new Schedule.Triggers(batch.rows(), batch.bytes(), firstWait.isNegative() ? Duration.ZERO : firstWait),
                new FlushLimits(
                        batch.deadLetters(), batch.deadLetterBytes(), batch.intentBytes(), config.commitBudget()),
                config.retryFirst(),
                config.retryLongest(),
                config.parallelDrains(),
                config.catalogCommits());
    }

    /** Waits for the mirrors, then joins the group and starts to flush. */
    void start() throws InterruptedException {
        while (!(inputs.isCaughtUp() && status.ready().isDone())) {
            Thread.sleep(LOOK_AGAIN_MS);
        }
        logs.forEach(FlusherRuntime::takeOver);
        slots.start();
        engine.start(benches);
    }

    private static void takeOver(KafkaStateLog log) {
        try {
            log.takeOver();
        } catch (KafkaException later) {
            LOG.warn("transactions of a former process are left to their time-out", later);
        }
    }

    boolean isReady() {
        return inputs.isCaughtUp() && slots.hasJoined() && engine.isReady();
    }

    boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        stopping = true;
        engine.stop(config.stopPatience());
        if (config.leaveOnStop()) {
            slots.leave();
        }
        while (!opened.isEmpty()) {
            AutoCloseable next = opened.pop();
            try {
                next.close();
            } catch (Exception broken) {
                LOG.warn("not closed cleanly part={}", next.getClass().getSimpleName(), broken);
            }
        }
    }
}
