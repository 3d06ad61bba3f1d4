package io.openintake.gateway.domain;

/**
 * The largest frame by state of the connection and API, so that no length from the network decides what is allocated.
 *
 * @param produceBytes of a Produce request of a logged-in user
 */
public record FrameLimits(int produceBytes) {
    /** Before login. */
    public static final int LOGIN_BYTES = 64 * 1_024;
    /** Of every request but Produce: a request of arrays blows up about twentyfold when it is parsed. */
    public static final int REQUEST_BYTES = 1_024 * 1_024;

    /** API key, version and correlation id. */
    public static final int MIN_REQUEST_BYTES = 8;

    public FrameLimits {
        if (produceBytes < REQUEST_BYTES) {
            throw new IllegalArgumentException("the limit of a Produce request must be at least " + REQUEST_BYTES);
        }
    }

    /** The largest frame that can be right in this state, before its API key is known. */
    public int ofAny(SessionState state) {
        return state instanceof SessionState.Ready ? produceBytes : LOGIN_BYTES;
    }

    /** The largest frame of this API in this state. */
    public int of(SessionState state, short key) {
        if (!(state instanceof SessionState.Ready)) {
            return LOGIN_BYTES;
        }
        return key == KafkaApi.PRODUCE.key() ? produceBytes : REQUEST_BYTES;
    }

    /** The smallest frame that can be right in this state. */
    public static int min(SessionState state) {
        return state instanceof SessionState.SaslRaw ? 0 : MIN_REQUEST_BYTES;
    }
}
