package io.openintake.backing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** A real Kafka broker (KRaft) on the loopback interface, with the cluster's controller in it unless it joins one. */
final class EmbeddedKafka implements AutoCloseable {
    /** The only one with a controller. */
    private static final int FIRST_NODE = 1;

    private static final String CONTROLLER = "CONTROLLER";
    private static final String BROKER = "BROKER";
    private static final int MIB = 1024 * 1024;
    /** A dead letter of 8 MiB and its batch's overhead. */
    private static final int LARGEST_MESSAGE_BYTES = 9 * MIB;

    private final KafkaRaftServer server;
    private final String address;
    private final String cluster;

    private EmbeddedKafka(KafkaRaftServer server, String address, String cluster) {
        this.server = server;
        this.address = address;
        this.cluster = cluster;
    }

    static EmbeddedKafka start(Path folder, Ports ports, BackingOptions.Kafka options) throws Exception {
        if (!Files.exists(folder.resolve("meta.properties"))) {
            format(folder, options);
        }
        var settings = new HashMap<>(settings(folder, ports, options));
        settings.putAll(options.settings());
        var server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        server.startup();
        var cluster = clusterId(folder) + "@" + controller(ports, options);
        return new EmbeddedKafka(server, Ports.HOST + ":" + ports.kafka(), cluster);
    }

    String address() {
        return address;
    }

    /** What a further broker needs to join, but for its number. */
    String cluster() {
        return cluster;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static String clusterId(Path folder) throws IOException {
        var stored = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("meta.properties"))) {
            stored.load(reader);
        }
        return stored.getProperty("cluster.id", "");
    }

    private static int node(BackingOptions.Kafka options) {
        return options.join().map(BackingOptions.Join::node).orElse(FIRST_NODE);
    }

    private static String controller(Ports ports, BackingOptions.Kafka options) {
        return options.join().map(BackingOptions.Join::controller).orElse(Ports.HOST + ":" + ports.kafkaController());
    }

    private static void format(Path folder, BackingOptions.Kafka options) throws Exception {
        // a kill while formatting leaves files, but never meta.properties, which is written last
        Folders.clear(folder);
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(node(options))
                    .setClusterId(options.join()
                            .map(BackingOptions.Join::cluster)
                            .orElseGet(() -> Uuid.randomUuid().toString()))
                    .setDirectories(List.of(folder.toString()))
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        }
    }

    private static Map<String, String> settings(Path folder, Ports ports, BackingOptions.Kafka options) {
        var settings = new HashMap<String, String>();
        settings.putAll(identity(folder, ports, options));
        settings.putAll(promises());
        settings.putAll(oneNode());
        settings.putAll(smallMachine());
        return settings;
    }

    private static Map<String, String> identity(Path folder, Ports ports, BackingOptions.Kafka options) {
        var broker = BROKER + "://%s:%d".formatted(Ports.HOST, ports.kafka());
        var controller = controller(ports, options);
        boolean joins = options.join().isPresent();
        return Map.of(
                "process.roles",
                joins ? "broker" : "broker,controller",
                "node.id",
                Integer.toString(node(options)),
                "log.dirs",
                folder.toString(),
                "controller.quorum.voters",
                FIRST_NODE + "@" + controller,
                "controller.listener.names",
                CONTROLLER,
                "listeners",
                joins ? broker : broker + "," + CONTROLLER + "://" + controller,
                "advertised.listeners",
                broker,
                "listener.security.protocol.map",
                BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
                "inter.broker.listener.name",
                BROKER);
    }

    /** What OpenIntake's promises need of any cluster it runs on: docs/operations describes them for a real one. */
    private static Map<String, String> promises() {
        return Map.of(
                "auto.create.topics.enable", "false",
                "unclean.leader.election.enable", "false",
                "log.flush.start.offset.checkpoint.interval.ms", "5000",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
                "offsets.retention.minutes", "43200",
                "message.max.bytes", Integer.toString(LARGEST_MESSAGE_BYTES),
                "replica.fetch.max.bytes", Integer.toString(LARGEST_MESSAGE_BYTES),
                "socket.request.max.bytes", Integer.toString(100 * MIB));
    }

    private static Map<String, String> oneNode() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0",
                // after a kill the restarted broker is refused until its former session has ended
                "broker.session.timeout.ms", "2000",
                "broker.heartbeat.interval.ms", "400",
                "server.max.startup.time.ms", "60000");
    }

    private static Map<String, String> smallMachine() {
        return Map.of(
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.num.partitions", "1",
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "log.cleaner.dedupe.buffer.size", Integer.toString(4 * MIB),
                "log.retention.check.interval.ms", "30000",
                "log.initial.task.delay.ms", "5000");
    }
}
