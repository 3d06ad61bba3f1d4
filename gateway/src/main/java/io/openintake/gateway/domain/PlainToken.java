package io.openintake.gateway.domain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The one message of SASL PLAIN (RFC 4616): {@code [authzid] NUL authcid NUL passwd}. */
public record PlainToken(String userName, byte[] password) {
    /** Longer passwords are not ours. */
    static final int MAX_PASSWORD_BYTES = 1_024;

    /** Parses it; empty when it is none or asks for another identity than it proves. */
    public static Optional<PlainToken> parse(byte[] token) {
        int first = indexOfNul(token, 0);
        int second = first < 0 ? -1 : indexOfNul(token, first + 1);
        if (second < 0 || indexOfNul(token, second + 1) >= 0) {
            return Optional.empty();
        }
        String identity = new String(token, 0, first, StandardCharsets.UTF_8);
        String userName = new String(token, first + 1, second - first - 1, StandardCharsets.UTF_8);
        byte[] password = Arrays.copyOfRange(token, second + 1, token.length);
        boolean named = !userName.isEmpty() && userName.length() <= LoginPace.MAX_USER_NAME_CHARS;
        boolean sound = named && password.length > 0 && password.length <= MAX_PASSWORD_BYTES;
        boolean self = identity.isEmpty() || identity.equals(userName);
        return sound && self ? Optional.of(new PlainToken(userName, password)) : Optional.empty();
    }

    private static int indexOfNul(byte[] token, int from) {
        for (int index = from; index < token.length; index++) {
            if (token[index] == 0) {
                return index;
            }
        }
        return -1;
    }
}
