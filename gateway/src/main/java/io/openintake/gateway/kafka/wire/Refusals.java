package io.openintake.gateway.kafka.wire;

import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;

/** Answers that carry one error wherever their form has room for it, as a broker would give it. */
public final class Refusals {
    private Refusals() {}

    /** The answer; empty when the client waits for none. */
    public static Optional<ByteBuffer> of(Exchange exchange, GatewayError error) {
        ApiKeys api = ApiKeys.forId(exchange.key());
        ByteBufferAccessor body = new ByteBufferAccessor(Wire.body(exchange.frame()));
        AbstractRequest request = AbstractRequest.parseRequest(api, exchange.version(), body).request;
        ApiException exception = Errors.forCode(error.kafkaCode()).exception();
        AbstractResponse response = request.getErrorResponse(AbstractResponse.DEFAULT_THROTTLE_TIME, exception);
        return Optional.ofNullable(response).map(answer -> Wire.answer(exchange, answer.data()));
    }
}
