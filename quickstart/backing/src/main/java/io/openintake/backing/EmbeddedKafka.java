package io.openintake.backing;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** A real Kafka broker and controller in one (KRaft), on the loopback interface. */
final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE_ID = 1;
    private static final String CONTROLLER = "CONTROLLER";
    private static final int MIB = 1024 * 1024;
    /** A dead letter of 8 MiB and its batch's overhead. */
    private static final int LARGEST_MESSAGE_BYTES = 9 * MIB;

    private final KafkaRaftServer server;
    private final String address;

    private EmbeddedKafka(KafkaRaftServer server, String address) {
        this.server = server;
        this.address = address;
    }

    static EmbeddedKafka start(Path folder, Ports ports) throws Exception {
        if (!Files.exists(folder.resolve("meta.properties"))) {
            format(folder);
        }
        var server = new KafkaRaftServer(new KafkaConfig(settings(folder, ports)), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, Ports.HOST + ":" + ports.kafka());
    }

    String address() {
        return address;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        // a kill while formatting leaves files, but never meta.properties, which is written last
        Folders.clear(folder);
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(folder.toString()))
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        }
    }

    private static Map<String, String> settings(Path folder, Ports ports) {
        var settings = new HashMap<String, String>();
        settings.putAll(identity(folder, ports));
        settings.putAll(promises());
        settings.putAll(oneNode());
        settings.putAll(smallMachine());
        return settings;
    }

    private static Map<String, String> identity(Path folder, Ports ports) {
        var broker = "PLAINTEXT://%s:%d".formatted(Ports.HOST, ports.kafka());
        var controller = "%s:%d".formatted(Ports.HOST, ports.kafkaController());
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                "log.dirs",
                folder.toString(),
                "controller.quorum.voters",
                NODE_ID + "@" + controller,
                "controller.listener.names",
                CONTROLLER,
                "listeners",
                broker + "," + CONTROLLER + "://" + controller,
                "advertised.listeners",
                broker,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "PLAINTEXT");
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
