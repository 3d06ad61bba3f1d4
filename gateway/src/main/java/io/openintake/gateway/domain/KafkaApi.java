package io.openintake.gateway.domain;

import io.openintake.contracts.UserType;
import java.util.Arrays;
import java.util.Optional;

/**
 * The one table of what the gateway speaks: an API key that is not here closes the connection. The caps keep topic
 * names (topic ids begin at Produce 13 and Fetch 13) and keep out fields that tell of the brokers behind (Produce 10,
 * Fetch 16). Fetch, FindCoordinator and JoinGroup must stand in the list for producers too, and Produce from 0, because
 * librdkafka derives compression and message format from them.
 */
public enum KafkaApi {
    PRODUCE(0, versions(0, 3, 9), Rule.SERVED, Rule.TOPIC_DENIED),
    FETCH(1, versions(4, 4, 12), Rule.TOPIC_DENIED, Rule.SERVED),
    LIST_OFFSETS(2, versions(1, 1, 7), Rule.TOPIC_DENIED, Rule.SERVED),
    METADATA(3, versions(0, 0, 12), Rule.SERVED, Rule.SERVED),
    OFFSET_COMMIT(8, versions(2, 2, 9), Rule.GROUP_DENIED, Rule.SERVED),
    OFFSET_FETCH(9, versions(1, 1, 8), Rule.GROUP_DENIED, Rule.SERVED),
    FIND_COORDINATOR(10, versions(0, 0, 4), Rule.SERVED, Rule.SERVED),
    JOIN_GROUP(11, versions(0, 0, 9), Rule.GROUP_DENIED, Rule.SERVED),
    HEARTBEAT(12, versions(0, 0, 4), Rule.GROUP_DENIED, Rule.SERVED),
    LEAVE_GROUP(13, versions(0, 0, 5), Rule.GROUP_DENIED, Rule.SERVED),
    SYNC_GROUP(14, versions(0, 0, 5), Rule.GROUP_DENIED, Rule.SERVED),
    SASL_HANDSHAKE(17, versions(0, 0, 1), Rule.LOGIN, Rule.LOGIN),
    API_VERSIONS(18, versions(0, 0, 4), Rule.SERVED, Rule.SERVED),
    INIT_PRODUCER_ID(22, versions(0, 0, 4), Rule.SERVED, Rule.CLUSTER_DENIED),
    SASL_AUTHENTICATE(36, versions(0, 0, 2), Rule.LOGIN, Rule.LOGIN),
    DESCRIBE_CLUSTER(60, versions(0, 0, 1), Rule.SERVED, Rule.SERVED);

    /** What a logged-in user of one type gets. */
    public enum Rule {
        SERVED,
        TOPIC_DENIED,
        GROUP_DENIED,
        CLUSTER_DENIED,
        /** Part of the login, so refused once it is over. */
        LOGIN
    }

    /**
     * Version numbers of one API.
     *
     * @param advertisedMin lowest that ApiVersions names
     * @param acceptedMin lowest that is served; what lies between is answered with an error
     */
    public record Versions(short advertisedMin, short acceptedMin, short max) {}

    private final short key;
    private final Versions versions;
    private final Rule intakeUser;
    private final Rule deadLetterUser;

    KafkaApi(int key, Versions versions, Rule intakeUser, Rule deadLetterUser) {
        this.key = (short) key;
        this.versions = versions;
        this.intakeUser = intakeUser;
        this.deadLetterUser = deadLetterUser;
    }

    /** The row with this key. */
    public static Optional<KafkaApi> ofKey(short key) {
        return Arrays.stream(values()).filter(api -> api.key == key).findFirst();
    }

    /** The number on the wire. */
    public short key() {
        return key;
    }

    /** Which versions are advertised and served. */
    public Versions versions() {
        return versions;
    }

    /** What a user of this type gets. */
    public Rule rule(UserType type) {
        return switch (type) {
            case INTAKE -> intakeUser;
            case DEAD_LETTER -> deadLetterUser;
        };
    }

    private static Versions versions(int advertisedMin, int acceptedMin, int max) {
        return new Versions((short) advertisedMin, (short) acceptedMin, (short) max);
    }
}
