package io.openintake.gateway.domain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTokenTest {
    @ParameterizedTest
    @ValueSource(strings = {"\0user\0secret", "user\0user\0secret"})
    void readsUserAndPassword(String token) {
        PlainToken parsed = PlainToken.parse(bytes(token)).orElseThrow();
        assertEquals("user", parsed.userName());
        assertArrayEquals(bytes("secret"), parsed.password());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user", "\0user", "\0\0secret", "\0user\0", "other\0user\0secret", "\0user\0sec\0ret"})
    void refusesWhatIsNoToken(String token) {
        assertTrue(PlainToken.parse(bytes(token)).isEmpty());
    }

    @Test
    void refusesAnEndlessPassword() {
        String token = "\0user\0" + "x".repeat(PlainToken.MAX_PASSWORD_BYTES + 1);
        assertTrue(PlainToken.parse(bytes(token)).isEmpty());
    }

    @Test
    void refusesAnEndlessUserName() {
        String longest = "u".repeat(LoginPace.MAX_USER_NAME_CHARS);
        assertTrue(PlainToken.parse(bytes("\0" + longest + "\0secret")).isPresent());
        assertTrue(PlainToken.parse(bytes("\0u" + longest + "\0secret")).isEmpty());
    }

    @Test
    void refusesAnEndlessUserNameInScramToo() {
        String longest = "u".repeat(LoginPace.MAX_USER_NAME_CHARS);
        assertTrue(ScramMessage.first(bytes("n,,n=" + longest + ",r=nonce")).isPresent());
        assertTrue(ScramMessage.first(bytes("n,,n=u" + longest + ",r=nonce")).isEmpty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
