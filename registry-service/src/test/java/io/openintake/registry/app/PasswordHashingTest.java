package io.openintake.registry.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.openintake.contracts.ScramVerifier;
import io.openintake.registry.domain.Verifiers;
import io.openintake.registry.domain.value.Password;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.junit.jupiter.api.Test;

final class PasswordHashingTest {
    private static final Password PASSWORD = new Password("Pässwörter mit 1 Leerzeichen");

    @Test
    void computesTheVerifiersThatKafkaWouldCompute() throws Exception {
        PasswordHashing hashing = new PasswordHashing();
        Verifiers verifiers = hashing.verifiers(PASSWORD).toCompletableFuture().get();
        assertSameAsKafkas(ScramMechanism.SCRAM_SHA_256, verifiers.sha256());
        assertSameAsKafkas(ScramMechanism.SCRAM_SHA_512, verifiers.sha512());
        hashing.stop();
    }

    @Test
    void saltsEveryVerifierAnew() throws Exception {
        PasswordHashing hashing = new PasswordHashing();
        Verifiers one = hashing.verifiers(PASSWORD).toCompletableFuture().get();
        Verifiers two = hashing.verifiers(PASSWORD).toCompletableFuture().get();
        assertNotEquals(one.sha256().salt(), one.sha512().salt());
        assertNotEquals(one.sha512().salt(), two.sha512().salt());
        assertEquals(16, one.sha512().salt().length());
        hashing.stop();
    }

    private static void assertSameAsKafkas(ScramMechanism mechanism, ScramVerifier verifier) throws Exception {
        ScramFormatter kafka = new ScramFormatter(mechanism);
        byte[] salted = kafka.saltedPassword(PASSWORD.text(), verifier.salt().toArray(), 16_384);
        assertArrayEquals(
                kafka.storedKey(kafka.clientKey(salted)), verifier.storedKey().toArray());
        assertArrayEquals(kafka.serverKey(salted), verifier.serverKey().toArray());
        assertEquals(16_384, verifier.iterations());
    }
}
