package io.openintake.gateway.kafka.read;

import io.openintake.contracts.UserType;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.Principal;
import io.openintake.gateway.kafka.serving.Advertised;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.serving.Groups;
import io.openintake.gateway.kafka.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;

/** FindCoordinator: the virtual broker, once the cluster knows a coordinator for the group. */
public final class CoordinatorHandler implements ApiHandler {
    private static final short WITH_LIST = 4;
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    /** Keys of one request. */
    private static final int MAX_KEYS = 100;

    private final Backend backend;

    public CoordinatorHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void handle(Exchange exchange) {
        FindCoordinatorRequestData request = Wire.read(exchange, new FindCoordinatorRequestData());
        List<String> keys = exchange.version() < WITH_LIST ? List.of(request.key()) : request.coordinatorKeys();
        if (keys.size() > MAX_KEYS) {
            exchange.session().close("too-many-keys");
            return;
        }
        List<CompletableFuture<FindCoordinatorResponseData.Coordinator>> found = new ArrayList<>();
        keys.forEach(key -> found.add(coordinator(exchange, request.keyType(), key)));
        exchange.then(CompletableFuture.allOf(found.toArray(CompletableFuture[]::new)), any -> {
            List<FindCoordinatorResponseData.Coordinator> coordinators =
                    found.stream().map(CompletableFuture::join).toList();
            exchange.answer(Wire.answer(exchange, answer(exchange.version(), coordinators)));
        });
    }

    private CompletableFuture<FindCoordinatorResponseData.Coordinator> coordinator(
            Exchange exchange, byte keyType, String key) {
        Principal principal = exchange.session().principal();
        if (keyType == TRANSACTION) {
            return refused(key, GatewayError.TRANSACTIONS_DENIED, "transactions are not supported by intakes");
        }
        boolean reader = principal.type() == UserType.DEAD_LETTER;
        if (keyType != GROUP || !reader) {
            return refused(key, GatewayError.GROUP_DENIED, "this user has no consumer groups");
        }
        if (backend.groups().use(principal, key) == Groups.Use.DENIED) {
            return refused(key, GatewayError.GROUP_INVALID, "too many consumer groups, or too long a name");
        }
        Advertised.Address self = backend.advertised().address(principal);
        return backend.cluster()
                .coordinator(principal.groupOnCluster(key))
                .thenApply(coordinator -> switch (coordinator) {
                    case io.openintake.gateway.kafka.cluster.Coordinator.Found any ->
                        new FindCoordinatorResponseData.Coordinator()
                                .setKey(key)
                                .setNodeId(Advertised.NODE_ID)
                                .setHost(self.host())
                                .setPort(self.port());
                    case io.openintake.gateway.kafka.cluster.Coordinator.Unavailable any ->
                        refusal(key, GatewayError.COORDINATOR_UNKNOWN, "the coordinator is not known at present");
                });
    }

    private static CompletableFuture<FindCoordinatorResponseData.Coordinator> refused(
            String key, GatewayError error, String text) {
        return CompletableFuture.completedFuture(refusal(key, error, text));
    }

    private static FindCoordinatorResponseData.Coordinator refusal(String key, GatewayError error, String text) {
        return new FindCoordinatorResponseData.Coordinator()
                .setKey(key)
                .setNodeId(-1)
                .setHost("")
                .setPort(-1)
                .setErrorCode(error.kafkaCode())
                .setErrorMessage(text);
    }

    private static FindCoordinatorResponseData answer(
            short version, List<FindCoordinatorResponseData.Coordinator> coordinators) {
        if (version >= WITH_LIST) {
            return new FindCoordinatorResponseData().setCoordinators(coordinators);
        }
        FindCoordinatorResponseData.Coordinator only = coordinators.getFirst();
        return new FindCoordinatorResponseData()
                .setErrorCode(only.errorCode())
                .setErrorMessage(only.errorMessage())
                .setNodeId(only.nodeId())
                .setHost(only.host())
                .setPort(only.port());
    }
}
