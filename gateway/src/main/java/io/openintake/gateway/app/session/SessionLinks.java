package io.openintake.gateway.app.session;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Link;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.Links;
import io.openintake.gateway.domain.KafkaApi;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The links of one connection, one per broker, made when first needed. Not shared between connections: Kafka answers
 * one request of a connection before it reads the next, so a shared link makes everybody wait for everybody.
 */
public final class SessionLinks {
    private final ClientSession session;
    private final Links links;
    private final Map<BrokerAddress, Link> open = new HashMap<>();

    SessionLinks(ClientSession session, Links links) {
        this.session = session;
        this.links = links;
    }

    /**
     * Sends a request on the link to this broker. A broken link ends the connection, because nobody knows what the
     * broker did: the client's own retries decide, as after a broker's crash.
     */
    public CompletableFuture<LinkAnswer> send(BrokerAddress broker, ByteBuffer frame, Duration timeout) {
        if (session.isClosed()) {
            return CompletableFuture.completedFuture(new LinkAnswer.Broken());
        }
        Link link = open.get(broker);
        if (link == null || !link.isUsable()) {
            link = links.open(broker, session.loop());
            open.put(broker, link);
        }
        Optional<KafkaApi> api = KafkaApi.ofKey(frame.getShort(frame.position()));
        long begunNanos = System.nanoTime();
        return link.send(frame, timeout).whenComplete((answer, failure) -> {
            if (answer instanceof LinkAnswer.Response) {
                Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
                api.ifPresent(known -> session.context().measures().brokerAnswered(known, took));
            }
            if (answer instanceof LinkAnswer.Broken || failure != null) {
                session.close("backing-connection-lost");
            }
        });
    }

    void closeAll() {
        open.values().forEach(Link::close);
        open.clear();
    }
}
