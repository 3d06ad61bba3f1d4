package io.openintake.gateway.app;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/** What a new connection to a broker goes through before it carries requests. */
public interface LinkSecurity {
    /** TLS towards this broker; empty for plaintext. */
    Optional<SSLEngine> encryption(BrokerAddress broker);

    /** A login at this broker; empty when it asks for none. */
    Optional<Conversation> login(BrokerAddress broker);

    /** One login, request by request. */
    interface Conversation {
        /**
         * What follows on an answer of the broker.
         *
         * @param answer from the correlation id on; empty at the beginning
         */
        Step next(Optional<ByteBuffer> answer);
    }

    /** What follows. */
    sealed interface Step {
        /** This request goes out next. */
        record Ask(ByteBuffer request) implements Step {}

        /** Requests may go, for so long; empty without end. */
        record Done(Optional<Duration> lifetime) implements Step {}

        /** The broker does not want us. */
        record Refused(String reason) implements Step {}
    }
}
