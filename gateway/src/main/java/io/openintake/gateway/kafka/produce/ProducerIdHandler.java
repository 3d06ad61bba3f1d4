package io.openintake.gateway.kafka.produce;

import io.openintake.gateway.app.BrokerAddress;
import io.openintake.gateway.app.Limits;
import io.openintake.gateway.app.LinkAnswer;
import io.openintake.gateway.app.session.ClientSession;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.wire.Wire;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;

/** InitProducerId: the cluster's own ids for idempotent producers; transactions are refused. */
public final class ProducerIdHandler implements ApiHandler {
    /** Who asks too often waits this long for the error, so that the retry comes later. */
    private static final Duration TOO_OFTEN_HOLD = Duration.ofSeconds(2);

    private final Backend backend;

    public ProducerIdHandler(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void handle(Exchange exchange) {
        ClientSession session = exchange.session();
        InitProducerIdRequestData request = Wire.read(exchange, new InitProducerIdRequestData());
        if (request.transactionalId() != null) {
            session.refused(
                    GatewayError.TRANSACTIONS_DENIED,
                    "kafka-init-producer-id",
                    session.principal().topic());
            exchange.answer(refusal(exchange, GatewayError.TRANSACTIONS_DENIED));
            return;
        }
        Duration wait = backend.producerIds().next(session.principal().user());
        if (wait.isPositive()) {
            var unused = session.loop()
                    .schedule(
                            () -> exchange.answer(refusal(exchange, GatewayError.COORDINATOR_LOADING)),
                            Math.min(wait.toMillis(), TOO_OFTEN_HOLD.toMillis()),
                            TimeUnit.MILLISECONDS);
            return;
        }
        exchange.then(backend.cluster().anyBroker(session.principal().topic()), broker -> forward(exchange, broker));
    }

    private static void forward(Exchange exchange, Optional<BrokerAddress> broker) {
        if (broker.isEmpty()) {
            exchange.answer(refusal(exchange, GatewayError.COORDINATOR_UNKNOWN));
            return;
        }
        exchange.then(exchange.session().links().send(broker.get(), exchange.frame(), Limits.BROKER_ANSWER), answer -> {
            switch (answer) {
                case LinkAnswer.Response response -> exchange.answerWith(response.body());
                case LinkAnswer.Unreachable any -> exchange.answer(refusal(exchange, GatewayError.COORDINATOR_UNKNOWN));
                case LinkAnswer.Broken any -> exchange.answerNothing();
            }
        });
    }

    private static java.nio.ByteBuffer refusal(Exchange exchange, GatewayError error) {
        return Wire.answer(exchange, new InitProducerIdResponseData().setErrorCode(error.kafkaCode()));
    }
}
