package io.openintake.gateway.kafka.wire;

import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.KafkaApi;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;

/** The one list of versions for everybody, because it is asked for before the login. */
public final class ApiVersionsAnswer {
    private static final short VERSION_ZERO = 0;

    private ApiVersionsAnswer() {}

    /** The list in the version that was asked. */
    public static ByteBuffer of(Exchange exchange) {
        return Wire.answer(exchange, new ApiVersionsResponseData().setApiKeys(keys(List.of(KafkaApi.values()))));
    }

    /** To a version that is too new: in version 0, which everybody reads, the range that is spoken (KIP-511). */
    public static ByteBuffer tooNew(Exchange exchange) {
        ApiVersionsResponseData body = new ApiVersionsResponseData()
                .setErrorCode(GatewayError.VERSION_UNSUPPORTED.kafkaCode())
                .setApiKeys(keys(List.of(KafkaApi.API_VERSIONS)));
        var header =
                new org.apache.kafka.common.message.ResponseHeaderData().setCorrelationId(exchange.correlationId());
        return Wire.write(header, VERSION_ZERO, body, VERSION_ZERO);
    }

    private static ApiVersionCollection keys(List<KafkaApi> apis) {
        ApiVersionCollection keys = new ApiVersionCollection();
        apis.stream()
                .map(api -> new ApiVersion()
                        .setApiKey(api.key())
                        .setMinVersion(api.versions().advertisedMin())
                        .setMaxVersion(api.versions().max()))
                .forEach(keys::add);
        return keys;
    }
}
