package io.openintake.gateway.domain;

import io.openintake.contracts.ScramVerifier;
import io.openintake.gateway.domain.ScramMessage.ClientFinal;
import io.openintake.gateway.domain.ScramMessage.ClientFirst;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/**
 * The server's side of a SCRAM exchange (RFC 5802). Own, because Kafka's compares the nonce by equality and librdkafka
 * up to 2.6.0 sends its own nonce twice, which locks out most installed C clients.
 */
public final class ScramServer {
    private final ScramMechanism mechanism;
    private final ClientFirst first;
    private final ScramVerifier verifier;
    private final String nonce;

    private ScramServer(ScramMechanism mechanism, ClientFirst first, ScramVerifier verifier, String serverNonce) {
        this.mechanism = mechanism;
        this.first = first;
        this.verifier = verifier;
        this.nonce = first.nonce() + serverNonce;
    }

    /** A client's opening, before it is known whose verifier to take. */
    public static final class Opening {
        private final ScramMechanism mechanism;
        private final ClientFirst first;

        private Opening(ScramMechanism mechanism, ClientFirst first) {
            this.mechanism = mechanism;
            this.first = first;
        }

        /** Who the client says it is. */
        public String userName() {
            return first.userName();
        }

        /** Goes on with this verifier, a phantom's for unknown users. */
        public ScramServer answer(ScramVerifier verifier, String serverNonce) {
            return new ScramServer(mechanism, first, verifier, serverNonce);
        }
    }

    /** Reads the client's first message; empty when it is none, or asks for channel binding or another identity. */
    public static Optional<Opening> open(ScramMechanism mechanism, byte[] token) {
        return ScramMessage.first(token).map(first -> new Opening(mechanism, first));
    }

    /** The server's first message. */
    public byte[] challenge() {
        return serverFirst().getBytes(StandardCharsets.UTF_8);
    }

    /** The server's final message if the client has proven that it knows the password, otherwise empty. */
    public Optional<byte[]> verify(byte[] token) {
        return ScramMessage.last(token)
                .filter(this::isBoundToThisExchange)
                .flatMap(this::proven)
                .map(signature -> "v=" + Base64.getEncoder().encodeToString(signature))
                .map(message -> message.getBytes(StandardCharsets.UTF_8));
    }

    private String serverFirst() {
        return "r=" + nonce + ",s=" + verifier.salt().base64() + ",i=" + verifier.iterations();
    }

    private boolean isBoundToThisExchange(ClientFinal last) {
        String binding = Base64.getEncoder().encodeToString(first.gs2Header().getBytes(StandardCharsets.UTF_8));
        boolean sameNonce = last.nonce().equals(nonce) || last.nonce().equals(first.nonce() + nonce);
        return last.channelBinding().equals(binding) && sameNonce;
    }

    private Optional<byte[]> proven(ClientFinal last) {
        byte[] message =
                (first.bare() + "," + serverFirst() + "," + last.withoutProof()).getBytes(StandardCharsets.UTF_8);
        byte[] storedKey = verifier.storedKey().toArray();
        byte[] clientSignature = mechanism.hmac(storedKey, message);
        if (last.proof().length != clientSignature.length) {
            return Optional.empty();
        }
        byte[] clientKey = new byte[clientSignature.length];
        for (int index = 0; index < clientKey.length; index++) {
            clientKey[index] = (byte) (clientSignature[index] ^ last.proof()[index]);
        }
        return MessageDigest.isEqual(mechanism.hash(clientKey), storedKey)
                ? Optional.of(mechanism.hmac(verifier.serverKey().toArray(), message))
                : Optional.empty();
    }
}
