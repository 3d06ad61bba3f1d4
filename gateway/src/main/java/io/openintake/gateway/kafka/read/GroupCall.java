package io.openintake.gateway.kafka.read;

import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.kafka.cluster.ClusterView;
import io.openintake.gateway.kafka.cluster.Coordinator;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;

/** Sends requests about a consumer group to the broker that coordinates it. */
final class GroupCall {
    private final ClusterView cluster;
    private final Exchange exchange;
    private final String group;

    /** The group by its name on the cluster. */
    GroupCall(ClusterView cluster, Exchange exchange, String group) {
        this.cluster = cluster;
        this.exchange = exchange;
        this.group = group;
    }

    /** The coordinator's answer; {@link LinkAnswer.Unreachable} when there is none. */
    CompletableFuture<LinkAnswer> send(ApiMessage request, Duration timeout) {
        short version = exchange.version();
        return exchange.session()
                .onLoop(cluster.coordinator(group))
                .thenCompose(coordinator -> switch (coordinator) {
                    case Coordinator.Found found ->
                        exchange.session().links().send(found.broker(), frame(request), timeout);
                    case Coordinator.Unavailable any ->
                        CompletableFuture.completedFuture((LinkAnswer) new LinkAnswer.Unreachable());
                })
                .thenApply(answer -> learn(request.apiKey(), version, answer));
    }

    /** With the client's own id, which becomes part of its member id. */
    private ByteBuffer frame(ApiMessage request) {
        return Wire.request(request, exchange.version(), Wire.clientId(exchange));
    }

    private LinkAnswer learn(short key, short version, LinkAnswer answer) {
        boolean moved = switch (answer) {
            case LinkAnswer.Response response -> saysMoved(ApiKeys.forId(key), version, response.body());
            case LinkAnswer.Unreachable any -> true;
            case LinkAnswer.Broken any -> true;
        };
        if (moved) {
            cluster.coordinatorMoved(group);
        }
        return answer;
    }

    private static boolean saysMoved(ApiKeys api, short version, ByteBuffer body) {
        ByteBufferAccessor reader = new ByteBufferAccessor(body.duplicate());
        var unused = new ResponseHeaderData(reader, api.responseHeaderVersion(version));
        var errors = AbstractResponse.parseResponse(api, reader, version)
                .errorCounts()
                .keySet();
        return errors.contains(Errors.NOT_COORDINATOR) || errors.contains(Errors.COORDINATOR_NOT_AVAILABLE);
    }
}
