package io.openintake.systemtests.matrix;

import io.openintake.contracts.RunnerId;
import io.openintake.systemtests.Tenant;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** One client with a tenant of its own, so that clients can be tried at the same time. */
final class Trial {
    /** What a Produce request may take at the broker: the default of most clients, and our advice for all. */
    static final int USUAL_TIMEOUT_MS = 30_000;

    private final Client client;
    private final Tenant tenant;
    private final Map<String, String> connection;

    Trial(Client client, Tenant tenant, Surroundings surroundings) {
        this.client = client;
        this.tenant = tenant;
        this.connection = Map.of(
                "BOOTSTRAP", surroundings.rig().endpoints().kafka(),
                "CA_FILE", surroundings.rig().endpoints().authority().toString(),
                "TRUSTSTORE",
                        client.needsTrustStore() ? surroundings.trustStore().toString() : "",
                "TRUSTSTORE_PASSWORD", Surroundings.TRUST_STORE_PASSWORD,
                "CLIENTS_NODE",
                        io.openintake.systemtests.ForeignClients.cache()
                                .resolve("node")
                                .toString());
    }

    /**
     * What is produced.
     *
     * @param prefix of the messages' ids
     * @param timeoutMs what a request may take at the broker
     */
    record Load(String prefix, int count, int pauseMs, String codec, Idempotence idempotence, int timeoutMs) {
        static Load of(String prefix, int count) {
            return new Load(prefix, count, 0, "none", Idempotence.OFF, USUAL_TIMEOUT_MS);
        }

        Load with(String newCodec) {
            return new Load(prefix, count, pauseMs, newCodec, idempotence, timeoutMs);
        }

        Load with(Idempotence newIdempotence) {
            return new Load(prefix, count, pauseMs, codec, newIdempotence, timeoutMs);
        }

        Load withTimeoutMs(int newTimeoutMs) {
            return new Load(prefix, count, pauseMs, codec, idempotence, newTimeoutMs);
        }

        Load withPauseMs(int newPauseMs) {
            return new Load(prefix, count, newPauseMs, codec, idempotence, timeoutMs);
        }
    }

    /** Whether the producer is idempotent. */
    enum Idempotence {
        ON,
        OFF
    }

    Client client() {
        return client;
    }

    String topic() {
        return tenant.intake().topic();
    }

    String deadLetterTopic() {
        return tenant.intake().deadLetterTopic();
    }

    /** A group's name at the backing broker. */
    String groupInside(String group) {
        return "u." + tenant.intake() + "." + group;
    }

    RunnerId runner() {
        return RunnerId.parse(tenant.runner());
    }

    /** The best that the client offers. */
    Idempotence bestIdempotence() {
        return client.isIdempotent() ? Idempotence.ON : Idempotence.OFF;
    }

    ClientProcess produce(String mechanism, Load load) throws IOException {
        return produce(mechanism, Tenant.PASSWORD, topic(), load);
    }

    ClientProcess produce(String mechanism, String password, String topic, Load load) throws IOException {
        Map<String, String> settings = login(mechanism, tenant.producerName(), password);
        settings.put("TOPIC", topic);
        settings.put("PREFIX", load.prefix());
        settings.put("COUNT", Integer.toString(load.count()));
        settings.put("PAUSE_MS", Integer.toString(load.pauseMs()));
        settings.put("CODEC", load.codec());
        settings.put("IDEMPOTENT", Boolean.toString(load.idempotence() == Idempotence.ON));
        settings.put("TIMEOUT_MS", Integer.toString(load.timeoutMs()));
        return ClientProcess.start(client, "produce", settings);
    }

    /** Reads dead letters until so many have come, and then for a while longer. */
    ClientProcess consume(String group, int count, int tailMs) throws IOException {
        Map<String, String> settings = login("SCRAM-SHA-512", tenant.readerName(), Tenant.PASSWORD);
        settings.put("TOPIC", deadLetterTopic());
        settings.put("GROUP", group);
        settings.put("COUNT", Integer.toString(count));
        settings.put("TAIL_MS", Integer.toString(tailMs));
        return ClientProcess.start(client, "consume", settings);
    }

    private Map<String, String> login(String mechanism, String user, String password) {
        Map<String, String> settings = new HashMap<>(connection);
        settings.put("MECHANISM", mechanism);
        settings.put("KAFKA_USER", user);
        settings.put("KAFKA_PASSWORD", password);
        return settings;
    }
}
