package io.openintake.gateway;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.openintake.bus.BusConnection;
import io.openintake.bus.EventPublisher;
import io.openintake.bus.InternalTopics;
import io.openintake.gateway.app.AuditTrail;
import io.openintake.gateway.app.Directory;
import io.openintake.gateway.app.EventSink;
import io.openintake.gateway.app.Links;
import io.openintake.gateway.app.Measures;
import io.openintake.gateway.app.flow.ByteGate;
import io.openintake.gateway.app.flow.FairWorkers;
import io.openintake.gateway.app.flow.LocalLedger;
import io.openintake.gateway.app.flow.Parking;
import io.openintake.gateway.app.flow.Traffic;
import io.openintake.gateway.app.flow.Workers;
import io.openintake.gateway.app.login.Authenticator;
import io.openintake.gateway.app.login.Authenticator.HostRule;
import io.openintake.gateway.app.login.Authenticator.Secrets;
import io.openintake.gateway.app.login.PasswordCheck;
import io.openintake.gateway.app.session.SessionContext;
import io.openintake.gateway.app.session.Sessions;
import io.openintake.gateway.bus.BusEventSink;
import io.openintake.gateway.bus.Mirrors;
import io.openintake.gateway.domain.PhantomUser;
import io.openintake.gateway.kafka.KafkaHandlers;
import io.openintake.gateway.kafka.cluster.ClusterView;
import io.openintake.gateway.kafka.security.ClusterSecurity;
import io.openintake.gateway.kafka.serving.Advertised;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.serving.Groups;
import io.openintake.gateway.kafka.serving.ProducerIdPace;
import io.openintake.gateway.kafka.warmup.ScratchBroker;
import io.openintake.gateway.kafka.warmup.ScratchCredit;
import io.openintake.gateway.kafka.warmup.WarmUp;
import io.openintake.gateway.netty.Listeners;
import io.openintake.gateway.netty.Listeners.Edge;
import io.openintake.gateway.netty.NettyLinks;
import io.openintake.gateway.netty.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One gateway process, put together: listens once its mirrors have caught up, and drains before it ends. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
    private static final int CORES = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int MAX_QUEUED_PASSWORDS = 512;
    private static final int MAX_QUEUED_BATCHES = 256;
    private static final int KEY_BYTES = 32;
    /** Meters of deleted intakes go within this time. */
    private static final Duration SWEEP = Duration.ofSeconds(5);
    /** How long clients may take to read the last answers at shutdown. */
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final GatewaySettings settings;
    private final BusConnection connection;
    private final NioEventLoopGroup loops = new NioEventLoopGroup(CORES, new DefaultThreadFactory("gateway-loop"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gateway-clock").factory());
    // One password check at a time: a flood of wrong ones costs at most a core.
    private final FairWorkers passwordWorkers = new FairWorkers("gateway-passwords", 1, MAX_QUEUED_PASSWORDS);
    private final Workers inflaters = new Workers("gateway-inflate", CORES, MAX_QUEUED_BATCHES);
    private final EventPublisher publisher;
    private final BusEventSink events;
    private final Directory directory = new Directory();
    private final LocalLedger ledger;
    private final Groups groups = new Groups(System::nanoTime);
    private final Parking parking;
    private final ClusterView cluster;
    private final Sessions sessions;
    private final Traffic traffic;
    private final ByteGate gate;
    private final GatewayMetrics metrics;
    private final Listeners listeners;
    private final Thread starter =
            Thread.ofPlatform().daemon().name("gateway-start").unstarted(this::run);
    private volatile Phase phase = Phase.STARTING;

    private enum Phase {
        STARTING,
        READY,
        CLOSED
    }

    /** For whom connections are served, and what stands behind: for clients, and once before for ourselves. */
    private record Served(
            Directory directory,
            HostRule hostRule,
            Sessions sessions,
            Measures measures,
            EventSink events,
            Links links,
            ClusterView cluster,
            Parking parking,
            Traffic traffic) {}

    public Gateway(GatewaySettings settings, BusConnection connection, GatewayMetrics metrics) {
        this.settings = settings;
        this.connection = connection;
        this.metrics = metrics;
        this.publisher = new EventPublisher(connection, Clock.systemUTC());
        this.events = new BusEventSink(publisher);
        this.ledger = new LocalLedger(directory::capacity, settings.admission(), System::nanoTime);
        this.parking = new Parking(ledger, settings.admission().whenFull(), System::nanoTime);
        this.sessions = new Sessions(settings.limits());
        this.traffic = new Traffic("gateway-" + UUID.randomUUID(), events);
        this.gate = new ByteGate(settings.limits().memoryBytes());
        metrics.watch(sessions, parking, gate);
        settings.edge().tls().ifPresent(metrics::watch);
        NettyLinks links = new NettyLinks(gate, ClusterSecurity.of(connection.clientProperties()));
        this.cluster = new ClusterView(links, loops.next(), BackingAddresses.of(connection.clientProperties()));
        Served clients =
                new Served(directory, settings.hostRule(), sessions, metrics, events, links, cluster, parking, traffic);
        this.listeners = listeners(settings.edge(), clients);
    }

    private Listeners listeners(Edge edge, Served served) {
        AuditTrail audit = new AuditTrail(served.events, System::nanoTime);
        Secrets secrets = new Secrets(
                new PhantomUser(settings.phantomSecret()), new PasswordCheck(passwordWorkers, processKey()));
        Authenticator authenticator =
                new Authenticator(served.directory, secrets, served.hostRule, audit, served.measures);
        SessionContext context = new SessionContext(
                settings.limits(),
                served.directory,
                authenticator,
                served.sessions,
                served.links,
                gate,
                served.measures,
                audit);
        Backend backend = new Backend(
                served.cluster,
                new Advertised(
                        served.directory, settings.clusterId(), settings.advertisedHost(), settings.advertisedPort()),
                served.parking,
                served.traffic,
                inflaters,
                groups,
                new ProducerIdPace(System::nanoTime));
        return new Listeners(loops, edge, context, KafkaHandlers.of(backend));
    }

    /** Starts in the background: the cluster may not be there yet. */
    public void start() {
        starter.start();
    }

    /** Whether it listens. */
    public boolean isReady() {
        return phase == Phase.READY;
    }

    /** Where it listens, once it is ready. */
    public List<InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /** Accepts no more connections, finishes what is in flight, and ends. */
    @Override
    public void close() {
        phase = Phase.CLOSED;
        starter.interrupt();
        listeners.close();
        Duration drain = settings.limits().drain();
        try {
            sessions.drain(drain).get(drain.toMillis() + FIRST_RETRY.toMillis(), TimeUnit.MILLISECONDS);
            if (!listeners.awaitEnd(LAST_ANSWERS)) {
                LOG.info("clients had not closed their connections at shutdown");
            }
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("connections cut off at shutdown count={}", sessions.count());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        traffic.report();
        clock.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        events.close();
        publisher.close();
        passwordWorkers.close();
        inflaters.close();
    }

    private void run() {
        try {
            ensureTopics();
            requireVersions();
            try (Mirrors mirrors = new Mirrors(
                    connection,
                    publisher,
                    new DefinitionsListener(directory, ledger, parking, sessions, traffic, groups))) {
                mirrors.ready().get();
                serve();
                park();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException broken) {
            LOG.error("gateway cannot start", broken);
        }
    }

    private void serve() {
        settings.edge().tls().ifPresent(files -> files.watch(clock, settings.certificateLook()));
        parking.start(clock);
        traffic.start(clock);
        long sweep = SWEEP.toMillis();
        var unused = clock.scheduleWithFixedDelay(
                () -> metrics.retain(directory::hasIntake), sweep, sweep, TimeUnit.MILLISECONDS);
        warmUp();
        listeners.bind(settings.listen());
        if (phase == Phase.STARTING) {
            phase = Phase.READY;
        }
    }

    private void warmUp() {
        WarmUp warmUp = new WarmUp();
        Links scratch = warmUp.cluster();
        Served ourselves = new Served(
                warmUp.directory(),
                HostRule.ANY,
                new Sessions(settings.limits()),
                new GatewayMetrics(new SimpleMeterRegistry()),
                event -> {},
                scratch,
                new ClusterView(scratch, loops.next(), List.of(ScratchBroker.ADDRESS)),
                new Parking(new ScratchCredit(), settings.admission().whenFull(), System::nanoTime),
                new Traffic("warm-up", event -> {}));
        Optional<TlsFiles> tls = settings.edge().tls();
        try (Listeners own = listeners(new Edge(tls, List.of()), ourselves)) {
            own.bind(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            warmUp.run(own.addresses().getFirst(), tls.map(TlsFiles::certificate));
        }
    }

    /** The mirrors live as long as this thread. */
    private void park() throws InterruptedException {
        while (phase == Phase.READY) {
            Thread.sleep(LONGEST_RETRY);
        }
    }

    private void ensureTopics() throws InterruptedException {
        Duration wait = FIRST_RETRY;
        while (true) {
            try {
                InternalTopics.ensure(connection);
                return;
            } catch (KafkaException notYet) {
                LOG.info("backing cluster not ready, trying again cause={}", notYet.getMessage());
                Thread.sleep(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? wait.multipliedBy(2) : LONGEST_RETRY;
            }
        }
    }

    private void requireVersions() throws InterruptedException {
        List<String> lacking = lackingVersions();
        if (!lacking.isEmpty()) {
            throw new IllegalStateException(
                    "the backing Kafka cluster is too old, version 3.1 is needed; it does not speak " + lacking);
        }
    }

    private List<String> lackingVersions() throws InterruptedException {
        while (true) {
            try {
                return cluster.lacking().get();
            } catch (ExecutionException notYet) {
                LOG.info("no link to the backing cluster, trying again cause={}", notYet.getMessage());
                Thread.sleep(FIRST_RETRY);
            }
        }
    }

    private static byte[] processKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
