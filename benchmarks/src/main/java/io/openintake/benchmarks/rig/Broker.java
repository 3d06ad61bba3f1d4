package io.openintake.benchmarks.rig;

import io.openintake.benchmarks.process.Child;
import io.openintake.launcher.folder.Tls;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/**
 * Kafka's own broker as its scripts would start it. A client is told the addresses of brokers, so it has one listener
 * for each way that leads to it: direct, direct with TLS, and two behind the pipe that name the pipe's ports.
 */
public final class Broker implements AutoCloseable {
    private static final Duration FORMAT_LIMIT = Duration.ofSeconds(60);
    private static final int START_SECONDS = 90;
    private static final int PARTITIONS = 3;
    private static final String HOST = "127.0.0.1";

    private final Child child;
    private final Admin admin;
    private final Ports ports;

    private Broker(Child child, Admin admin, Ports ports) {
        this.child = child;
        this.admin = admin;
        this.ports = ports;
    }

    static Broker start(Path repository, Path folder, Ports ports, Tls tls) throws IOException, InterruptedException {
        String libraries = repository.resolve("quickstart/backing/target/backing/lib") + "/*";
        Path settings = folder.resolve("broker.properties");
        StringWriter text = new StringWriter();
        Properties properties = new Properties();
        properties.putAll(settings(folder, ports, tls));
        properties.store(text, null);
        Files.writeString(settings, text.toString());
        String id = Uuid.randomUuid().toString();
        List<String> format =
                List.of("-cp", libraries, "kafka.tools.StorageTool", "format", "-t", id, "-c", settings.toString());
        Child.quiet("format", folder, format).awaitSuccess(FORMAT_LIMIT);
        Child broker = Child.quiet(
                "broker",
                folder,
                List.of("-Xmx1g", "-Xms1g", "-XX:+UseG1GC", "-cp", libraries, "kafka.Kafka", settings.toString()));
        Admin admin = Admin.create(Map.of(
                "bootstrap.servers",
                HOST + ":" + ports.direct(),
                "default.api.timeout.ms",
                Integer.toString(START_SECONDS * 1_000)));
        Broker started = new Broker(broker, admin, ports);
        started.awaitReady();
        return started;
    }

    /** The process id. */
    public long pid() {
        return child.pid();
    }

    /** Where it listens in plaintext. */
    public String bootstrap() {
        return HOST + ":" + ports.direct();
    }

    /** Makes an intake topic as buffer-service would. */
    public void create(String topic) {
        await(admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)
                        .configs(Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", "4194304"))))
                .all());
    }

    /** Deletes a topic, so that one sample's data are not another's disk pressure. */
    public void delete(String topic) {
        await(admin.deleteTopics(List.of(topic)).all());
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        child.close();
    }

    private void awaitReady() {
        await(admin.describeCluster().nodes());
    }

    private void await(org.apache.kafka.common.KafkaFuture<?> outcome) {
        try {
            var unused = outcome.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw child.failure("did not do as told (" + failed + ")");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Map<String, String> settings(Path folder, Ports ports, Tls tls) throws IOException {
        Path pem = folder.resolve("broker.pem");
        Files.writeString(pem, Files.readString(tls.key()) + Files.readString(tls.certificate()));
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", folder.resolve("kafka").toString());
        settings.put("controller.quorum.voters", "1@%s:%d".formatted(HOST, ports.controller()));
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "DIRECT");
        settings.put(
                "listeners",
                "DIRECT://%1$s:%2$d,TLS://%1$s:%3$d,PIPE://%1$s:%4$d,PIPETLS://%1$s:%5$d,CONTROLLER://%1$s:%6$d"
                        .formatted(
                                HOST,
                                ports.direct(),
                                ports.directTls(),
                                ports.behindPipe(),
                                ports.behindPipeTls(),
                                ports.controller()));
        settings.put(
                "advertised.listeners",
                "DIRECT://%1$s:%2$d,TLS://localhost:%3$d,PIPE://%1$s:%4$d,PIPETLS://localhost:%5$d"
                        .formatted(HOST, ports.direct(), ports.directTls(), ports.pipe(), ports.pipeTls()));
        settings.put(
                "listener.security.protocol.map",
                "DIRECT:PLAINTEXT,TLS:SSL,PIPE:PLAINTEXT,PIPETLS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", pem.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("log.segment.delete.delay.ms", "0");
        return settings;
    }
}
