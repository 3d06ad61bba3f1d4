package io.openintake.gateway.kafka;

import io.openintake.gateway.app.login.Authenticator;
import io.openintake.gateway.app.login.LoginStep;
import io.openintake.gateway.app.session.ClientSession;
import io.openintake.gateway.app.session.Exchange;
import io.openintake.gateway.domain.GatewayError;
import io.openintake.gateway.domain.SessionState;
import io.openintake.gateway.kafka.wire.Wire;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;

/** The login inside Kafka requests. */
final class SaslHandler {
    /** For every cause, so that it tells nothing. */
    private static final String FAILED = "Authentication failed";

    private SaslHandler() {}

    static void handshake(Exchange exchange) {
        ClientSession session = exchange.session();
        String mechanism = Wire.read(exchange, new SaslHandshakeRequestData()).mechanism();
        SessionState next = exchange.version() == 0 ? new SessionState.SaslRaw() : new SessionState.SaslFramed();
        boolean begun = session.beginLogin(mechanism, next);
        SaslHandshakeResponseData answer = new SaslHandshakeResponseData()
                .setMechanisms(Authenticator.mechanisms(session.channel().encryption()))
                .setErrorCode(begun ? 0 : GatewayError.MECHANISM_UNSUPPORTED.kafkaCode());
        exchange.answer(Wire.answer(exchange, answer));
        if (!begun) {
            session.close(GatewayError.MECHANISM_UNSUPPORTED.code());
        }
    }

    static void authenticate(Exchange exchange) {
        byte[] token = Wire.read(exchange, new SaslAuthenticateRequestData()).authBytes();
        var unused = exchange.session().loginStep(token).whenComplete((step, failure) -> {
            if (failure == null) {
                exchange.answer(Wire.answer(exchange, answer(step)));
            } else {
                exchange.session().close(GatewayError.LOGIN_OUT_OF_PLACE.code());
            }
        });
    }

    private static SaslAuthenticateResponseData answer(LoginStep step) {
        SaslAuthenticateResponseData answer = new SaslAuthenticateResponseData();
        return switch (step) {
            case LoginStep.Challenge challenge -> answer.setAuthBytes(challenge.token());
            case LoginStep.Success success -> answer.setAuthBytes(success.token());
            case LoginStep.Failure any ->
                answer.setErrorCode(GatewayError.LOGIN_FAILED.kafkaCode()).setErrorMessage(FAILED);
            // Not sent any more: the connection has ended.
            case LoginStep.Overloaded any -> answer;
        };
    }
}
