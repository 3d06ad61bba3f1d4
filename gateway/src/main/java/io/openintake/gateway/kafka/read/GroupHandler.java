package io.openintake.gateway.kafka.read;

import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.KafkaApi;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.serving.Groups;
import io.openintake.gateway.kafka.wire.Refusals;
import io.openintake.gateway.kafka.wire.Wire;
import java.time.Duration;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiMessage;

/** The membership of a consumer group: goes to its coordinator under a name of the user's intake. */
public final class GroupHandler implements ApiHandler {
    /** A member waits for the others to join, at most this long. */
    private static final Duration LONGEST_REBALANCE = Duration.ofMinutes(30);

    private static final Duration USUAL_REBALANCE = Duration.ofMinutes(5);

    private final Backend backend;
    private final KafkaApi api;

    public GroupHandler(Backend backend, KafkaApi api) {
        this.backend = backend;
        this.api = api;
    }

    /**
     * A request that names a group.
     *
     * @param patience how long the coordinator may take
     */
    private record Named(ApiMessage request, String group, Duration patience) {}

    @Override
    public void handle(Exchange exchange) {
        Named named = named(exchange, exchange.session().principal());
        if (backend.groups().use(exchange.session().principal(), named.group) == Groups.Use.DENIED) {
            refuse(exchange, GatewayError.GROUP_INVALID);
            return;
        }
        String group = exchange.session().principal().groupOnCluster(named.group);
        exchange.then(new GroupCall(backend.cluster(), exchange, group).send(named.request, named.patience), answer -> {
            switch (answer) {
                case LinkAnswer.Response response -> exchange.answerWith(response.body());
                case LinkAnswer.Unreachable any -> refuse(exchange, GatewayError.COORDINATOR_UNKNOWN);
                case LinkAnswer.Broken any -> exchange.answerNothing();
            }
        });
    }

    private static void refuse(Exchange exchange, GatewayError error) {
        Refusals.of(exchange, error).ifPresent(exchange::answer);
    }

    private Named named(Exchange exchange, Principal principal) {
        return switch (api) {
            case JOIN_GROUP -> {
                JoinGroupRequestData join = Wire.read(exchange, new JoinGroupRequestData());
                String group = join.groupId();
                int rebalanceMs = Math.max(join.rebalanceTimeoutMs(), join.sessionTimeoutMs());
                yield new Named(join.setGroupId(principal.groupOnCluster(group)), group, patience(rebalanceMs));
            }
            case SYNC_GROUP -> {
                SyncGroupRequestData sync = Wire.read(exchange, new SyncGroupRequestData());
                String group = sync.groupId();
                yield new Named(sync.setGroupId(principal.groupOnCluster(group)), group, USUAL_REBALANCE);
            }
            case HEARTBEAT -> {
                HeartbeatRequestData beat = Wire.read(exchange, new HeartbeatRequestData());
                String group = beat.groupId();
                yield new Named(beat.setGroupId(principal.groupOnCluster(group)), group, Limits.BROKER_ANSWER);
            }
            default -> {
                LeaveGroupRequestData leave = Wire.read(exchange, new LeaveGroupRequestData());
                String group = leave.groupId();
                yield new Named(leave.setGroupId(principal.groupOnCluster(group)), group, Limits.BROKER_ANSWER);
            }
        };
    }

    private static Duration patience(int rebalanceMs) {
        Duration asked = Duration.ofMillis(rebalanceMs);
        Duration bounded = asked.compareTo(LONGEST_REBALANCE) < 0 ? asked : LONGEST_REBALANCE;
        return bounded.plus(Limits.BROKER_ANSWER);
    }
}
