package io.openintake.systemtests.faults;

import io.openintake.systemtests.Rig;
import io.openintake.systemtests.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** What brings a topic into a table, behind a gate to the catalog: ours, or Iceberg's sink. */
interface Contestant extends AutoCloseable {
    /** The topic it reads. */
    String topic();

    void start() throws Exception;

    void kill() throws Exception;

    @Override
    void close() throws Exception;

    /** The flusher as shipped. */
    static Contestant openIntake(Rig rig, CatalogGate gate, String table) throws Exception {
        Tenant tenant = Tenant.create(rig, new Tenant.Plan(table.replace('_', '-'), gate.uri(), 1_000_000, 16));
        Flushers flushers = new Flushers(rig);
        return new Contestant() {
            @Override
            public String topic() {
                return tenant.intake().topic();
            }

            @Override
            public void start() {
                flushers.start(1);
            }

            @Override
            public void kill() {
                flushers.killAll();
            }

            @Override
            public void close() {
                flushers.close();
            }
        };
    }

    /** Iceberg's sink, with topics of its own. */
    static Contestant connectSink(Rig rig, CatalogGate gate, String table) throws Exception {
        String topic = "connect-" + table;
        create(rig, List.of(new NewTopic(topic, 3, (short) 1), new NewTopic(topic + "-control", 1, (short) 1)));
        ConnectSink sink = new ConnectSink(rig.endpoints().backing(), gate.uri(), topic, table);
        return new Contestant() {
            @Override
            public String topic() {
                return topic;
            }

            @Override
            public void start() throws Exception {
                sink.start();
            }

            @Override
            public void kill() throws Exception {
                sink.kill();
            }

            @Override
            public void close() throws Exception {
                sink.close();
            }
        };
    }

    private static void create(Rig rig, List<NewTopic> topics) throws InterruptedException, ExecutionException {
        Map<String, Object> client =
                Map.of("bootstrap.servers", rig.endpoints().backing().kafka());
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(topics).all().get();
        }
    }

    /** Makes one of the two. */
    interface Maker {
        Contestant make(Rig rig, CatalogGate gate, String table) throws Exception;
    }

    /** Which ones are there to compare. */
    static Map<String, Maker> all() {
        return Optional.of(ConnectSink.isThere())
                .filter(there -> there)
                .<Map<String, Maker>>map(there ->
                        Map.of("OpenIntake", Contestant::openIntake, "iceberg-kafka-connect", Contestant::connectSink))
                .orElseGet(() -> Map.of("OpenIntake", Contestant::openIntake));
    }
}
