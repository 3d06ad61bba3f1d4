package io.openintake.gateway.domain;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The messages of a SCRAM client (RFC 5802 section 7), parsed strictly; what is no such message is empty. */
sealed interface ScramMessage {
    /** Longest nonce that is accepted. */
    int MAX_NONCE_CHARS = 256;

    /**
     * The first message.
     *
     * @param gs2Header {@code n,,} or {@code y,,}, with the authorization id when there is one
     * @param bare what follows the header
     */
    record ClientFirst(String gs2Header, String bare, String userName, String nonce) implements ScramMessage {}

    /**
     * The final message.
     *
     * @param withoutProof what the proof is made over
     */
    record ClientFinal(String channelBinding, String nonce, String withoutProof, byte[] proof)
            implements ScramMessage {}

    /** Parses a first message that binds no channel and asks for no other identity. */
    static Optional<ClientFirst> first(byte[] token) {
        String text = text(token).orElse("");
        String[] parts = text.split(",", -1);
        boolean header = parts.length >= 4 && (parts[0].equals("n") || parts[0].equals("y"));
        if (!header || !parts[2].startsWith("n=") || !parts[3].startsWith("r=")) {
            return Optional.empty();
        }
        // Extensions are optional by definition, but one of Kafka's turns the login into one by delegation token.
        if (parts.length > 4 || (!parts[1].isEmpty() && !parts[1].equals("a=" + parts[2].substring(2)))) {
            return Optional.empty();
        }
        String gs2Header = parts[0] + "," + parts[1] + ",";
        String nonce = parts[3].substring(2);
        return userName(parts[2].substring(2))
                .filter(any -> isNonce(nonce))
                .map(user -> new ClientFirst(gs2Header, text.substring(gs2Header.length()), user, nonce));
    }

    /** Parses a final message. */
    static Optional<ClientFinal> last(byte[] token) {
        String text = text(token).orElse("");
        String[] parts = text.split(",", -1);
        boolean shape = parts.length == 3
                && parts[0].startsWith("c=")
                && parts[1].startsWith("r=")
                && parts[2].startsWith("p=");
        if (!shape) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ClientFinal(
                    parts[0].substring(2),
                    parts[1].substring(2),
                    parts[0] + "," + parts[1],
                    Base64.getDecoder().decode(parts[2].substring(2))));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] token) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(token))
                    .toString());
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    private static Optional<String> userName(String escaped) {
        String rest = escaped.replace("=2C", "").replace("=3D", "");
        if (escaped.isEmpty() || rest.contains("=")) {
            return Optional.empty();
        }
        return Optional.of(escaped.replace("=2C", ",").replace("=3D", "="))
                .filter(name -> name.length() <= LoginPace.MAX_USER_NAME_CHARS);
    }

    private static boolean isNonce(String nonce) {
        return !nonce.isEmpty()
                && nonce.length() <= MAX_NONCE_CHARS
                && nonce.chars().allMatch(character -> character > ' ' && character < 0x7f && character != ',');
    }
}
