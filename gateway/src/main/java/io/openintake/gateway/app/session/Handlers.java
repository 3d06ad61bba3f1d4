package io.openintake.gateway.app.session;

import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.KafkaApi;

/** Serves the requests of one connection. */
public interface Handlers {
    /** Makes the handlers of a new connection. */
    interface Factory {
        Handlers open(ClientSession session);
    }

    /** Serves a request that the access policy lets through. */
    void serve(KafkaApi api, Exchange exchange);

    /** Answers with this error wherever the answer has room for one. */
    void refuse(Exchange exchange, GatewayError error);

    /** Answers that the version is not spoken. */
    void unsupported(KafkaApi api, Exchange exchange);
}
