package io.openintake.gateway.kafka.serving;

import io.openintake.gateway.app.session.Exchange;

/** Serves the requests of one API. */
public interface ApiHandler {
    /** Answers now or later; an exception closes the connection. */
    void handle(Exchange exchange);
}
