package io.openintake.gateway.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherProtocolsTest {
    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1', HTTP",
        "'POST /x HTTP/1.1', HTTP",
        "'PRI * HTTP/2.0', HTTP",
        "'SSH-2.0-OpenSSH', nothing we know"
    })
    void namesWhatComesInsteadOfKafka(String text, String name) {
        int length = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).getInt();
        assertEquals(name, ClientHandler.looksLike(length));
    }

    @ParameterizedTest
    @CsvSource({"0x16030100", "0x16030105"})
    void namesTlsOnAPlaintextListener(String length) {
        assertEquals("TLS on a plaintext listener", ClientHandler.looksLike(Integer.decode(length)));
    }
}
