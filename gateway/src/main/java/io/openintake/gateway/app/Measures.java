package io.openintake.gateway.app;

import io.openintake.gateway.domain.KafkaApi;
import io.openintake.gateway.domain.Principal;
import java.time.Duration;

/** What is counted. */
public interface Measures {
    /** Messages that the backing cluster acknowledged. */
    void accepted(Principal principal, long records, long wireBytes);

    /** Messages that were refused, by stable reason. */
    void rejected(String reason, long records);

    /** A request was answered. */
    void answered(KafkaApi api, Duration took);

    /** A request came in. */
    void received(long bytes);

    /** An answer went out. */
    void sent(long bytes);

    /** A broker answered a request of this API. */
    void brokerAnswered(KafkaApi api, Duration took);

    /** A request was answered with an error because its user may not, by stable reason. */
    void denied(String reason);

    /** A producer was held back. */
    void held(Duration time);

    /** A login failed. */
    void loginFailed(String mechanism);

    /** A connection was closed by us, by stable reason. */
    void closed(String reason);
}
