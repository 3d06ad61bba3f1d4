package io.openintake.gateway.kafka.cluster;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Link;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.Links;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.common.protocol.ApiMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's own connection to the cluster, for questions; goes on to the next broker when one does not answer. */
final class ControlLink {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLink.class);
    private static final String CLIENT_ID = "gateway-control";
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Links links;
    private final ScheduledExecutorService loop;
    private final List<BrokerAddress> bootstrap;
    private final Map<Integer, BrokerAddress> brokers = new LinkedHashMap<>();
    private @Nullable Link link;
    private int next;

    ControlLink(Links links, ScheduledExecutorService loop, List<BrokerAddress> bootstrap) {
        this.links = links;
        this.loop = loop;
        this.bootstrap = List.copyOf(bootstrap);
    }

    ScheduledExecutorService loop() {
        return loop;
    }

    /** The brokers that the cluster named last. On the loop. */
    void brokers(List<BrokerAddress> named) {
        brokers.clear();
        named.forEach(broker -> brokers.put(broker.id(), broker));
    }

    /** The response, empty when no broker answers. On the loop. */
    CompletableFuture<Optional<ByteBuffer>> ask(ApiMessage request, short version) {
        return ask(request, version, addresses().size());
    }

    private CompletableFuture<Optional<ByteBuffer>> ask(ApiMessage request, short version, int triesLeft) {
        return link().send(Wire.request(request, version, CLIENT_ID), ANSWER).thenCompose(answer -> switch (answer) {
            case LinkAnswer.Response response -> CompletableFuture.completedFuture(Optional.of(response.body()));
            case LinkAnswer.Unreachable any -> askNext(request, version, triesLeft);
            case LinkAnswer.Broken any -> askNext(request, version, triesLeft);
        });
    }

    private CompletableFuture<Optional<ByteBuffer>> askNext(ApiMessage request, short version, int triesLeft) {
        if (triesLeft <= 1) {
            LOG.warn("no broker of the backing cluster answers addresses={}", addresses());
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return ask(request, version, triesLeft - 1);
    }

    private Link link() {
        Link current = link;
        if (current == null || !current.isUsable()) {
            List<BrokerAddress> addresses = addresses();
            current = links.open(addresses.get(next++ % addresses.size()), loop);
            link = current;
        }
        return current;
    }

    private List<BrokerAddress> addresses() {
        List<BrokerAddress> addresses = new ArrayList<>(brokers.values());
        addresses.addAll(bootstrap);
        return addresses;
    }
}
