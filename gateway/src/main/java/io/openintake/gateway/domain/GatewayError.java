package io.openintake.gateway.domain;

/** Every refusal, with its stable code for logs and metrics and the error code that a Kafka client sees. */
public enum GatewayError {
    CORRUPT_MESSAGE("corrupt-message", 2),
    UNKNOWN_PARTITION("unknown-partition", 3),
    TOPIC_NOT_READY("topic-not-ready", 5),
    LEADER_UNKNOWN("leader-unknown", 6),
    MESSAGE_TOO_LARGE("message-too-large", 10),
    COORDINATOR_LOADING("coordinator-loading", 14),
    COORDINATOR_UNKNOWN("coordinator-unknown", 15),
    /** Not enough replicas: the one code that every client retries without having lost or written anything. */
    BLOCKED("blocked", 19),
    GROUP_INVALID("group-invalid", 24),
    TOPIC_DENIED("topic-denied", 29),
    GROUP_DENIED("group-denied", 30),
    CLUSTER_DENIED("cluster-denied", 31),
    MECHANISM_UNSUPPORTED("mechanism-unsupported", 33),
    LOGIN_OUT_OF_PLACE("login-out-of-place", 34),
    VERSION_UNSUPPORTED("version-unsupported", 35),
    /** Policy violation: final for every client, for installations that ask for it instead of {@link #BLOCKED}. */
    BUFFER_FULL("buffer-full", 44),
    TRANSACTIONS_DENIED("transactions-denied", 53),
    LOGIN_FAILED("login-failed", 58),
    FETCH_SESSION_UNKNOWN("fetch-session-unknown", 70),
    RECORD_INVALID("record-invalid", 87),
    TOPIC_ID_UNKNOWN("topic-id-unknown", 100);

    private final String code;
    private final short kafkaCode;

    GatewayError(String code, int kafkaCode) {
        this.code = code;
        this.kafkaCode = (short) kafkaCode;
    }

    /** Stable kebab-case code. */
    public String code() {
        return code;
    }

    /** The error code of the Kafka protocol. */
    public short kafkaCode() {
        return kafkaCode;
    }
}
