package io.openintake.gateway.kafka;

import io.openintake.gateway.app.session.ClientSession;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.app.session.Handlers;
import io.openintake.gateway.domain.FrameLimits;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.KafkaApi;
import io.openintake.gateway.kafka.produce.ProduceHandler;
import io.openintake.gateway.kafka.produce.ProduceShape;
import io.openintake.gateway.kafka.produce.ProducerIdHandler;
import io.openintake.gateway.kafka.read.CoordinatorHandler;
import io.openintake.gateway.kafka.read.FetchHandler;
import io.openintake.gateway.kafka.read.GroupHandler;
import io.openintake.gateway.kafka.read.ListOffsetsHandler;
import io.openintake.gateway.kafka.read.OffsetCommitHandler;
import io.openintake.gateway.kafka.read.OffsetFetchHandler;
import io.openintake.gateway.kafka.serving.ApiHandler;
import io.openintake.gateway.kafka.serving.Backend;
import io.openintake.gateway.kafka.wire.ApiVersionsAnswer;
import io.openintake.gateway.kafka.wire.OldProduce;
import io.openintake.gateway.kafka.wire.Refusals;
import java.util.EnumMap;
import java.util.Map;

/** The handler of each API, for one connection; those of Produce and Fetch remember things between requests. */
public final class KafkaHandlers implements Handlers {
    private final Map<KafkaApi, ApiHandler> handlers = new EnumMap<>(KafkaApi.class);

    private KafkaHandlers(Backend backend, ClientSession session) {
        for (KafkaApi api : KafkaApi.values()) {
            handlers.put(api, handler(api, backend, session));
        }
    }

    /** Makes the handlers of connections to this backend. */
    public static Factory of(Backend backend) {
        return session -> new KafkaHandlers(backend, session);
    }

    @Override
    public void serve(KafkaApi api, Exchange exchange) {
        ApiHandler handler = handlers.get(api);
        if (handler == null) {
            throw new IllegalStateException("no handler for " + api);
        }
        handler.handle(exchange);
    }

    @Override
    public void refuse(Exchange exchange, GatewayError error) {
        if (exchange.key() == KafkaApi.PRODUCE.key() && !isWorthParsing(exchange)) {
            exchange.session().close("request-shape");
            return;
        }
        Refusals.of(exchange, error)
                .ifPresentOrElse(exchange::answer, () -> exchange.session().close(error.code()));
    }

    @Override
    public void unsupported(KafkaApi api, Exchange exchange) {
        if (api == KafkaApi.API_VERSIONS) {
            exchange.answer(ApiVersionsAnswer.tooNew(exchange));
        } else {
            OldProduce.refuse(exchange)
                    .ifPresentOrElse(
                            exchange::answer, () -> exchange.session().close(GatewayError.VERSION_UNSUPPORTED.code()));
        }
    }

    private static ApiHandler handler(KafkaApi api, Backend backend, ClientSession session) {
        return switch (api) {
            case PRODUCE -> new ProduceHandler(backend, session);
            case FETCH -> new FetchHandler(backend);
            case LIST_OFFSETS -> new ListOffsetsHandler(backend);
            case METADATA -> new MetadataHandler(backend);
            case OFFSET_COMMIT -> new OffsetCommitHandler(backend);
            case OFFSET_FETCH -> new OffsetFetchHandler(backend);
            case FIND_COORDINATOR -> new CoordinatorHandler(backend);
            case JOIN_GROUP, SYNC_GROUP, HEARTBEAT, LEAVE_GROUP -> new GroupHandler(backend, api);
            case INIT_PRODUCER_ID -> new ProducerIdHandler(backend);
            case DESCRIBE_CLUSTER -> new DescribeClusterHandler(backend);
            case API_VERSIONS -> new VersionsHandler();
            case SASL_HANDSHAKE -> SaslHandler::handshake;
            case SASL_AUTHENTICATE -> SaslHandler::authenticate;
        };
    }

    /** A refused Produce is parsed for the form of its answer only. */
    private static boolean isWorthParsing(Exchange exchange) {
        return exchange.frame().remaining() <= FrameLimits.REQUEST_BYTES && ProduceShape.isBounded(exchange.frame());
    }
}
