package io.openintake.gateway.kafka.security;

import io.openintake.gateway.app.LinkSecurity.Conversation;
import io.openintake.gateway.app.LinkSecurity.Step;
import io.openintake.gateway.kafka.wire.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslAuthenticateResponseData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.message.SaslHandshakeResponseData;
import org.jspecify.annotations.Nullable;

/** The gateway's login at one broker: handshake, then tokens until both sides are content (KIP-43, KIP-152). */
final class SaslConversation implements Conversation {
    private static final short HANDSHAKE_VERSION = 1;
    private static final short AUTHENTICATE_VERSION = 2;
    private static final String CLIENT_ID = "gateway-login";

    private final SaslUser user;
    private final String host;
    private @Nullable SaslClient client;

    SaslConversation(SaslUser user, String host) {
        this.user = user;
        this.host = host;
    }

    @Override
    public Step next(Optional<ByteBuffer> answer) {
        try {
            if (answer.isEmpty()) {
                return ask(new SaslHandshakeRequestData().setMechanism(user.mechanism()), HANDSHAKE_VERSION);
            }
            SaslClient running = client;
            return running == null ? agreed(answer.get()) : answered(running, answer.get());
        } catch (SaslException failed) {
            return new Step.Refused(String.valueOf(failed.getMessage()));
        }
    }

    private Step agreed(ByteBuffer body) throws SaslException {
        SaslHandshakeResponseData response = Wire.response(body, HANDSHAKE_VERSION, new SaslHandshakeResponseData());
        if (response.errorCode() != 0) {
            return new Step.Refused(user.mechanism() + " is not among " + response.mechanisms());
        }
        SaslClient begun = user.begin(host);
        client = begun;
        return token(begun.hasInitialResponse() ? begun.evaluateChallenge(new byte[0]) : new byte[0]);
    }

    private Step answered(SaslClient running, ByteBuffer body) throws SaslException {
        SaslAuthenticateResponseData response =
                Wire.response(body, AUTHENTICATE_VERSION, new SaslAuthenticateResponseData());
        if (response.errorCode() != 0) {
            return new Step.Refused(String.valueOf(response.errorMessage()));
        }
        byte[] next = running.isComplete() ? null : running.evaluateChallenge(response.authBytes());
        if (!running.isComplete()) {
            return token(next == null ? new byte[0] : next);
        }
        long lifetimeMs = response.sessionLifetimeMs();
        return new Step.Done(lifetimeMs > 0 ? Optional.of(Duration.ofMillis(lifetimeMs)) : Optional.empty());
    }

    private static Step token(byte[] bytes) {
        return ask(new SaslAuthenticateRequestData().setAuthBytes(bytes), AUTHENTICATE_VERSION);
    }

    private static Step ask(org.apache.kafka.common.protocol.ApiMessage request, short version) {
        return new Step.Ask(Wire.request(request, version, CLIENT_ID));
    }
}
